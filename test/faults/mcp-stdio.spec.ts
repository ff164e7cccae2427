import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { isAlive, StubServer, type StubBehavior } from '../support/stub-server.js';

// MCP servers over standard input and output that answer with nonsense, too much, or not at all. What is judged by the
// machine's clock (a frozen or killed server is replaced in time) is in test/system/dependency-outages.spec.ts.
const DEADLINE_MS = 500;

let service: RunningApp;
let stub: StubServer;
afterEach(async () => {
  await service.stop();
  for (const pid of [...stub.pids, ...stub.grandchildren]) await eventually(() => (isAlive(pid) ? undefined : true));
  stub.remove();
});

async function startWith(behavior: StubBehavior, more = ''): Promise<void> {
  stub = new StubServer(behavior);
  service = await RunningApp.start({ yaml: `mcp:\n  servers:\n${stub.entry('stub', more)}` });
}

async function ask() {
  const { status, headers, body } = await service.post('/v1/answers', {
    question: QUESTION,
    class: 'strategic',
    noCache: true,
  });
  expect(status).toBe(200);
  const { receipt } = body;
  expect(receipt.elapsedMs).toBeLessThan(DEADLINE_MS + 50);
  const { outcome } = receipt.enhancements.find(({ server }: { server: string }) => server === 'stub');
  const causes = receipt.degradations
    .filter(({ component }: { component: string }) => component === 'mcp:stub')
    .map(({ cause }: { cause: string }) => cause);
  expect(headers['degraded'] === undefined).toBe(causes.length === 0);
  return { outcome, causes, elapsedMs: receipt.elapsedMs };
}

/** Asks until the server helps; the first start of a process may take longer than an answer may. */
const helps = () => eventually(async () => ((await ask()).outcome === 'used' ? true : undefined));

async function serverState() {
  const { body } = await service.get('/v1/performance');
  return body.mcpServers.find(({ server }: { server: string }) => server === 'stub');
}

describe('an MCP child process', () => {
  it('succeeds with noise on its output, which is counted', async () => {
    await startWith({ mode: 'noisy' });
    await helps();
    const { text } = await service.get('/metrics');
    expect(
      Number(/^claude_director_mcp_unparsed_lines_total\{server="stub"\} (\d+)$/m.exec(text)?.[1]),
    ).toBeGreaterThan(2);
  });

  it.each(['wrongId', 'silent'] as const)(
    'is given up at its time-out and degrades the answer in mode %s',
    async (mode) => {
      await startWith({}, 'timeoutMs: 300');
      await helps();
      stub.behave({ mode });
      const { outcome, causes, elapsedMs } = await ask();
      expect({ outcome, causes }).toEqual({ outcome: 'late', causes: ['deadline'] });
      expect(elapsedMs).toBeGreaterThan(250);
      expect(elapsedMs).toBeLessThan(450);
      await eventually(() => (stub.log.includes('cancelled') ? true : undefined));
    },
  );

  it.each(['flood', 'huge'] as const)(
    'is cut off when it sends a %s, and memory grows by 20 MB at most',
    async (mode) => {
      await startWith({});
      const growth: number[] = [];
      // The first time also makes room for what any answer takes.
      for (let round = 0; round < 2; round++) {
        await helps();
        const pid = Number(stub.pids.at(-1));
        const before = process.memoryUsage.rss();
        let peak = before;
        const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
        stub.behave({ mode });
        const { outcome, causes } = await ask();
        stub.behave({});
        clearInterval(sampling);
        growth.push(peak - before);
        expect({ outcome, causes }).toEqual({ outcome: 'failed', causes: ['invalid_response'] });
        await eventually(() => (isAlive(pid) ? undefined : true));
      }
      expect(growth[1]).toBeLessThan(20 * 1_048_576);
    },
  );

  it('is quarantined after five starts when it crashes at each, and the service stays ready', async () => {
    await startWith({ mode: 'crashAtStart' });
    const askInVain = async () => expect(['failed', 'late', 'open']).toContain((await ask()).outcome);
    await eventually(async () => {
      await askInVain();
      return stub.pids.length === 5 && (await serverState()).isQuarantined === true ? true : undefined;
    });
    for (let i = 0; i < 20; i++) await askInVain();
    expect(stub.pids).toHaveLength(5);
    expect(await serverState()).toMatchObject({ isQuarantined: true, sessions: 0 });
    expect((await service.get('/health/ready')).status).toBe(200);
  });

  it('fails and is not cached when its result violates the schema', async () => {
    await startWith({}, 'idempotent: true');
    await helps();
    stub.behave({ mode: 'offSchema' });
    const before = stub.calls;
    // Two questions that differ, so that no cached answer is given, and make the same call.
    for (const role of ['CTO', 'VP']) {
      const { body } = await service.post('/v1/answers', { question: QUESTION, role, class: 'strategic' });
      expect(body.receipt.enhancements.at(-1)).toMatchObject({ server: 'stub', outcome: 'failed' });
    }
    expect(stub.calls).toBe(before + 2);
  });

  it('opens its circuit without a tool, and closes it when the tool is there', async () => {
    await startWith({ noTools: true }, 'breaker: { minimumThroughput: 2 }');
    await eventually(async () => ((await ask()).outcome === 'open' ? true : undefined));
    stub.behave({});
    await helps();
  });
});
