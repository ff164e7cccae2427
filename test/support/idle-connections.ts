import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

import { expect } from '@jest/globals';

import { eventually } from './eventually.js';
import { withService } from './running-app.js';

/** How many connections the service allows. */
const CAP = 100;

/** Opens so many connections that say nothing, and expects them to be capped and ended while the service continues. */
export function survivesIdleConnections(count: number): Promise<void> {
  const yaml = `http: { maxConnections: ${CAP}, requestTimeoutMs: 1000 }`;
  return withService({ yaml }, async (service) => {
    const port = Number(new URL(await service.listen()).port);
    const { server } = service.app.getHttpAdapter().getInstance();
    const open = () => new Promise<number>((resolve) => server.getConnections((_, opened) => resolve(opened)));
    const caller = new Agent({ keepAlive: true });
    const ask = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ port, path: '/v1/personas', agent: caller }, (reply) => {
          reply.resume().on('end', () => resolve(reply.statusCode));
        });
        asked.on('error', reject).end();
      });
    expect(await ask()).toBe(200);
    let [opened, ended] = [0, 0];
    // No more at once than the kernel queues for a server that has not accepted them yet.
    for (; opened < count; opened += CAP) {
      const batch = Array.from({ length: CAP }, () => connect(port, '127.0.0.1').resume());
      for (const socket of batch) socket.on('error', () => undefined).on('close', () => ended++);
      await Promise.allSettled(batch.map((socket) => once(socket, 'connect')));
    }
    await eventually(() => (ended >= opened - CAP ? true : undefined));
    expect(await open()).toBeLessThanOrEqual(CAP);
    // A caller that has a connection keeps it, and everyone is served again once the idle ones have ended.
    expect(await ask()).toBe(200);
    await eventually(() => (ended === opened ? true : undefined));
    expect((await fetch(`http://127.0.0.1:${port}/v1/personas`)).status).toBe(200);
    caller.destroy();
  });
}
