import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

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
  ] as const)('degrades the answer, and its socket is closed, in mode %s', async (mode: HttpMode, outcome, cause) => {
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
  ] as const)('fails and is never cached in mode %s', async (mode, cause) => {
    await startWith('idempotent: true');
    await helps();
    stub.mode = mode;
    expect(await ask('stub', false)).toMatchObject({ outcome: 'failed', cause });
    stub.mode = 'fine';
    expect(await ask('stub', true)).toMatchObject({ outcome: 'used' });
  });

  it('is cut off when it sends 200 MB, and memory grows by 20 MB at most', async () => {
    await startWith();
    await helps();
    stub.mode = 'huge';
    const before = process.memoryUsage.rss();
    expect(await ask()).toMatchObject({ outcome: 'failed', cause: 'invalid_response' });
    // The stub lives in this process too, and writes a megabyte at a time.
    expect(process.memoryUsage.rss() - before).toBeLessThan(40 * 1_048_576);
    await eventually(() => (stub.sockets.size === 0 ? true : undefined));
  });

  it('is understood when it answers by an event', async () => {
    await startWith();
    stub.mode = 'sse';
    await helps();
  });

  it('is initialized again within the same call when it has forgotten its sessions', async () => {
    await startWith();
    await helps();
    expect(stub.initialised).toBe(1);
    stub.forgetSessions();
    expect(await ask()).toMatchObject({ outcome: 'used' });
    expect(stub.initialised).toBe(2);
  });

  it('degrades the answer when its name does not exist', async () => {
    await startWith(
      '',
      `    - { id: nowhere, transport: http, tool: look_up, url: "http://no-such-host.invalid/mcp" }\n`,
    );
    expect(await ask('nowhere')).toMatchObject({ cause: expect.stringMatching(/failed|deadline/) });
  });

  it('degrades the answer and is given up within 500 ms when its host drops packets', async () => {
    await using hole = await BlackHole.open();
    await startWith(
      '',
      `    - { id: hole, transport: http, tool: look_up, breaker: { minimumThroughput: 100 }, url: "http://127.0.0.1:${hole.port}/mcp" }\n`,
    );
    // The first question also finds the process cold.
    await helps();
    const durations: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { body } = await service.post('/v1/answers', { question: QUESTION, class: 'enhanced', noCache: true });
      const { outcome, durationMs } = body.receipt.enhancements.at(-1);
      expect(outcome).toBe('failed');
      durations.push(durationMs);
    }
    expect(Math.max(...durations)).toBeLessThan(600);
  });
});

/** A port that answers no attempt to connect: the process that listens there is frozen, and the queue in front of it full. */
class BlackHole implements AsyncDisposable {
  private constructor(
    readonly port: number,
    private readonly listener: ChildProcess,
    private readonly queued: readonly Socket[],
  ) {}

  static async open(): Promise<BlackHole> {
    const script = join(import.meta.dirname, '../support/frozen-listener.mjs');
    const listener = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(listener.stdout, 'data')) as [Buffer];
    const port = Number(said);
    listener.kill('SIGSTOP');
    const queued = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    await eventually(() => (queued.filter(({ connecting }) => !connecting).length > 1 ? true : undefined));
    return new BlackHole(port, listener, queued);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.queued) socket.destroy();
    this.listener.kill('SIGKILL');
    await once(this.listener, 'exit');
  }
}
