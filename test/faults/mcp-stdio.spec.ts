import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { isAlive, StubServer, type StubBehaviour } from '../support/stub-server.js';
import '../support/real-clock.js';

// Faults 1–7 and 9: MCP servers over standard input and output that freeze, die, talk nonsense or never stop.
const DEADLINE_MS = 500;

let service: RunningApp;
let stub: StubServer;
afterEach(async () => {
  await service.stop();
  for (const pid of [...stub.pids, ...stub.grandchildren]) await eventually(() => (isAlive(pid) ? undefined : true));
  stub.remove();
});

async function startWith(behaviour: StubBehaviour, more = ''): Promise<void> {
  stub = new StubServer(behaviour);
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

/** How often the circuit has opened. */
async function opens(): Promise<number> {
  const { text } = await service.get('/metrics');
  return Number(/^claude_director_mcp_breaker_opens_total\{server="stub"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

async function serverState() {
  const { body } = await service.get('/v1/performance');
  return body.mcpServers.find(({ server }: { server: string }) => server === 'stub');
}

describe('an MCP child process', () => {
  it('that is frozen: degraded by the deadline, circuit open within 5 calls, replaced within 3 s', async () => {
    await startWith({});
    await helps();
    const [pid] = stub.pids as [number];
    process.kill(pid, 'SIGSTOP');
    const frozenAt = performance.now();
    const outcomes: string[] = [];
    // It may be open for less than the time of a call: what counts is that it opened.
    const opensBefore = await opens();
    while ((await opens()) === opensBefore && outcomes.length < 6) outcomes.push((await ask()).outcome);
    expect(outcomes.length).toBeLessThanOrEqual(5);
    await eventually(() => (stub.pids.length > 1 ? true : undefined));
    expect(performance.now() - frozenAt).toBeLessThan(3_000);
    await helps();
    expect(isAlive(pid)).toBe(false);
  });

  it('that is killed in the middle of a call: failed within 100 ms, started again within 1 s', async () => {
    await startWith({});
    await helps();
    stub.behave({ mode: 'silent' });
    const before = stub.calls;
    const answer = ask();
    await eventually(() => (stub.calls > before ? true : undefined));
    const [pid] = stub.pids as [number];
    stub.behave({});
    process.kill(pid, 'SIGKILL');
    const killedAt = performance.now();
    expect((await answer).outcome).toBe('failed');
    expect(performance.now() - killedAt).toBeLessThan(100);
    await eventually(() => (stub.pids.length > 1 ? true : undefined));
    expect(performance.now() - killedAt).toBeLessThan(1_000);
    await helps();
  });

  it('that ignores SIGTERM: gone within 5 s, its own child too', async () => {
    await startWith({ ignoreSigterm: true, grandchild: true });
    await helps();
    const processes = [...stub.pids, ...stub.grandchildren];
    expect(processes.map(isAlive)).toEqual([true, true]);
    const stoppedAt = performance.now();
    await service.app.close();
    await eventually(() => (processes.some(isAlive) ? undefined : true));
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    expect(stub.log).toContain('sigterm');
  });

  it('with unparsed lines on its output: the call succeeds, the lines are counted', async () => {
    await startWith({ mode: 'noisy' });
    await helps();
    const { text } = await service.get('/metrics');
    expect(Number(/^claude_director_mcp_unparsed_lines_total\{server="stub"\} (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(
      2,
    );
  });

  it.each(['wrongId', 'silent'] as const)('that answers with %s: degraded, given up at its time-out', async (mode) => {
    await startWith({}, 'timeoutMs: 300');
    await helps();
    stub.behave({ mode });
    const { outcome, causes, elapsedMs } = await ask();
    expect({ outcome, causes }).toEqual({ outcome: 'late', causes: ['deadline'] });
    expect(elapsedMs).toBeGreaterThan(250);
    expect(elapsedMs).toBeLessThan(450);
    await eventually(() => (stub.log.includes('cancelled') ? true : undefined));
  });

  it.each(['flood', 'huge'] as const)('that sends a %s: cut off, memory grows by 20 MB at most', async (mode) => {
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
  });

  it('that crashes at every start: five starts, then quarantined; the service stays ready', async () => {
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

  it('whose result violates its schema: failed, not cached', async () => {
    await startWith({}, 'idempotent: true');
    await helps();
    stub.behave({ mode: 'offSchema' });
    const before = stub.calls;
    // Two questions that differ, so that no kept answer is given, and make the same call.
    for (const role of ['CTO', 'VP']) {
      const { body } = await service.post('/v1/answers', { question: QUESTION, role, class: 'strategic' });
      expect(body.receipt.enhancements.at(-1)).toMatchObject({ server: 'stub', outcome: 'failed' });
    }
    expect(stub.calls).toBe(before + 2);
  });

  it('without any tool: its circuit opens, and closes when the tool is offered', async () => {
    await startWith({ noTools: true }, 'breaker: { minimumThroughput: 2 }');
    await eventually(async () => ((await ask()).outcome === 'open' ? true : undefined));
    stub.behave({});
    await helps();
  });
});
