import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

/** More than the default backlog of Node, and no more than that of the system. */
const CALLERS = Math.min(1_000, systemBacklog());

function systemBacklog(): number {
  // Other systems do not publish it; none has less.
  return process.platform === 'linux' ? Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')) : 128;
}

describe('a stalled event loop', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start();
  });
  afterAll(() => service.stop());

  const ask = async (requestClass: string) => {
    const response = await fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, class: requestClass, noCache: true }),
    });
    return { status: response.status, body: (await response.json()) as { code?: string } };
  };
  const readiness = async () => (await fetch(`${service.url}/health/ready`)).status;

  it('makes readiness fail, sheds patient classes first, and has recovered within 2 s after a stall of 600 ms', async () => {
    await eventually(async () => ((await ask('enhanced')).status === 200 ? true : undefined));
    await service.stall(600);
    const stalledUntil = performance.now();
    const seen = { unready: false, shed: false };
    await eventually(async () => {
      const [ready, patient] = await Promise.all([readiness(), ask('enhanced')]);
      seen.unready ||= ready === 503;
      seen.shed ||= patient.status === 503 && patient.body.code === 'OVERLOADED';
      return seen.unready && seen.shed ? true : undefined;
    }, 2_000);
    await eventually(
      async () => ((await readiness()) === 200 && (await ask('enhanced')).status === 200 ? true : undefined),
      2_000,
    );
    expect(performance.now() - stalledUntil).toBeLessThan(2_000);
    expect((await ask('strategic')).status).toBe(200);
  }, 30_000);

  it('refuses no connection meanwhile, and answers each', async () => {
    const { hostname, port } = new URL(service.url);
    const callers: Socket[] = [];
    let connected = 0;
    let answered = 0;
    service.process.kill('SIGSTOP');
    try {
      for (let i = 0; i < CALLERS; i++) {
        const caller = connect(Number(port), hostname, () => connected++);
        caller.setEncoding('utf8').on('data', (text: string) => (answered += text.startsWith('HTTP/1.1 200') ? 1 : 0));
        caller.write(`GET /health/live HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
        callers.push(caller);
      }
      await eventually(() => (connected === CALLERS ? true : undefined));
      service.process.kill('SIGCONT');
      await eventually(() => (answered === CALLERS ? true : undefined));
    } finally {
      service.process.kill('SIGCONT');
      for (const caller of callers) caller.destroy();
    }
  }, 30_000);
});
