import { createServer, type Server } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { StubHttpServer, type HttpMode } from '../support/stub-http-server.js';

// Faults 6 and 8–10: MCP servers over HTTP that drip, reset, break off, send something else, or are not there.

let service: RunningApp;
let stub: StubHttpServer;
afterEach(async () => {
  await service.stop();
  await stub.stop();
});

async function startWith(more = '', extra = ''): Promise<void> {
  stub = await StubHttpServer.start();
  service = await RunningApp.start({ yaml: `mcp:\n  servers:\n${stub.entry('stub', more)}${extra}` });
}

async function ask(server = 'stub', fresh = true) {
  const { status, body } = await service.post('/v1/answers', {
    question: QUESTION,
    class: 'strategic',
    ...(fresh ? { noCache: true } : {}),
  });
  expect(status).toBe(200);
  const { receipt } = body;
  expect(receipt.elapsedMs).toBeLessThan(550);
  const { outcome } = receipt.enhancements.find((enhancement: { server: string }) => enhancement.server === server);
  const degradation = receipt.degradations.find(
    ({ component }: { component: string }) => component === `mcp:${server}`,
  );
  return { outcome, cause: degradation?.cause, elapsedMs: receipt.elapsedMs };
}

const helps = () => eventually(async () => ((await ask()).outcome === 'used' ? true : undefined));

describe('an MCP server over HTTP', () => {
  it.each([
    ['drip', 'late', 'deadline'],
    ['silent', 'late', 'deadline'],
    ['reset', 'failed', 'failed'],
    ['halfEvent', 'failed', 'failed'],
  ] as const)('8: that does %s: degraded, its socket closed', async (mode: HttpMode, outcome, cause) => {
    await startWith('timeoutMs: 300');
    await helps();
    const idle = stub.sockets.size;
    stub.mode = mode;
    expect(await ask()).toMatchObject({ outcome, cause });
    stub.mode = 'fine';
    await eventually(() => (stub.sockets.size <= idle ? true : undefined));
    await helps();
  });

  it.each([
    ['html', 'invalid_response'],
    ['badJson', 'invalid_response'],
    ['offSchema', 'invalid_response'],
    ['error500', 'failed'],
  ] as const)('9: that answers with %s: failed, never kept', async (mode, cause) => {
    await startWith('idempotent: true');
    await helps();
    stub.mode = mode;
    expect(await ask('stub', false)).toMatchObject({ outcome: 'failed', cause });
    stub.mode = 'fine';
    expect(await ask('stub', true)).toMatchObject({ outcome: 'used' });
  });

  it('6: that sends 200 MB: cut off, memory grows by 20 MB at most', async () => {
    await startWith();
    await helps();
    stub.mode = 'huge';
    const before = process.memoryUsage.rss();
    expect(await ask()).toMatchObject({ outcome: 'failed', cause: 'invalid_response' });
    // The stub lives in this process too, and writes a megabyte at a time.
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1_048_576);
    await eventually(() => (stub.sockets.size === 0 ? true : undefined));
  });

  it('that answers by an event is understood', async () => {
    await startWith();
    stub.mode = 'sse';
    await helps();
  });

  it('that forgot its sessions is greeted anew, within the same call', async () => {
    await startWith();
    await helps();
    expect(stub.initialised).toBe(1);
    stub.forgetSessions();
    expect(await ask()).toMatchObject({ outcome: 'used' });
    expect(stub.initialised).toBe(2);
  });

  it('10: whose name does not exist, or whose host swallows packets: degraded, given up within 500 ms', async () => {
    const hole = await blackHole();
    const gone = 'transport: http, tool: look_up, breaker: { minimumThroughput: 100 }';
    await startWith(
      '',
      `    - { id: nowhere, ${gone}, url: "http://no-such-host.invalid/mcp" }\n` +
        `    - { id: hole, ${gone}, url: "http://10.255.255.1:81/mcp" }\n`,
    );
    expect(await ask('nowhere')).toMatchObject({ cause: expect.stringMatching(/failed|deadline/) });
    const started = performance.now();
    await eventually(async () => ((await ask('hole')).outcome === 'failed' ? true : undefined));
    expect(performance.now() - started).toBeLessThan(2_000);
    hole.close();
  });
});

/** A port that accepts nothing: its backlog is full. */
async function blackHole(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
