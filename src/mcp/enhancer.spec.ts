import { afterEach, describe, expect, it } from '@jest/globals';

import { Deadline, ManualClock, type Clock } from '../core/index.js';

import type { ToolRequest } from './tools/enhancement.js';
import { Enhancer } from './enhancer.js';
import { McpTool } from './tools/mcp-tool.js';
import { LocalSession, type LocalTool } from '../../test/support/local-session.js';
import { SessionLimit } from './sessions/session-limit.js';
import { SessionPool } from './sessions/session-pool.js';
import { StartBackoff } from './sessions/start-backoff.js';
import { ToolCaller } from './tools/tool-caller.js';
import type { ServerRegistry } from './server-registry.js';
import { ToolPinning } from './tools/tool-pinning.js';

const BREAKER = {
  failureRatio: 0.5,
  slowCallMs: 60_000,
  slowCallRatio: 1,
  minimumThroughput: 2,
  samplingDurationMs: 10_000,
  breakDurationMs: 60_000,
};
const REQUEST: ToolRequest = {
  question: 'Why?',
  role: '',
  frameworks: [],
  persona: 'diego',
  earlier: { questions: [], frameworks: [] },
  tenant: 'acme',
  isFresh: false,
};

type Handler = (signal: AbortSignal) => Promise<string>;

const open: McpTool[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((tool) => tool.drain()));
});

/** One local tool per handler. */
function enhancerWith(
  clock: Clock,
  handlers: Record<string, Handler>,
  { timeoutMs = 1_000, capacity = 10, personas = [] as readonly string[] } = {},
) {
  const tools = Object.entries(handlers).map(([server, handler]) => {
    const think: LocalTool = {
      definition: { name: 'think', inputSchema: { type: 'object' } },
      call: async (_args, { signal }) => ({ isError: false, text: await handler(signal) }),
    };
    const pool = new SessionPool(
      { server, maxSessions: 1, callsPerSession: 10, idleMs: 60_000, sharedByTenants: true },
      async () => new LocalSession(think, clock),
      new StartBackoff({ server, maxFailuresPerMinute: 5 }, clock),
      new SessionLimit(5),
      clock,
    );
    const caller = new ToolCaller(
      {
        server,
        tool: 'think',
        timeoutMs,
        capacity,
        breaker: BREAKER,
        isIdempotent: false,
        maxAttempts: 1,
        isHedged: false,
      },
      pool,
      new ToolPinning(server, 'think', undefined, clock),
      { args: {}, read: () => undefined },
      clock,
    );
    const signals = { personas, frameworks: [], words: [] };
    const effectOfLoss = `nothing from ${server}`;
    return new McpTool({ server, tool: 'think', signals, arguments: {}, result: {}, effectOfLoss }, caller);
  });
  open.push(...tools);
  return new Enhancer({ tools } as unknown as ServerRegistry, clock);
}

function outcomes(enhancer: Enhancer, deadline: Deadline) {
  const run = enhancer.start(REQUEST, deadline);
  return run.settled.then(() =>
    run.results.map(({ enhancement: { outcome }, degradation }) => [outcome, degradation?.cause]),
  );
}

const hang: Handler = () => new Promise(() => undefined);

describe('Enhancer', () => {
  it('calls all servers in parallel and keeps the order of the plan', async () => {
    const clock = new ManualClock();
    const running: string[] = [];
    const both = Promise.withResolvers<void>();
    const handler = (name: string) => async () => {
      if (running.push(name) === 2) both.resolve();
      await both.promise;
      return `said by ${name}`;
    };
    const run = enhancerWith(clock, { one: handler('one'), two: handler('two') }).start(REQUEST, Deadline.never(clock));
    await run.settled;
    expect(run.results.map(({ findings }) => findings[0]?.text)).toEqual(['said by one', 'said by two']);
  });

  it('reports a call in flight as late, and its result once it has arrived', async () => {
    const clock = new ManualClock();
    const answer = Promise.withResolvers<string>();
    const run = enhancerWith(clock, { slow: () => answer.promise }).start(REQUEST, Deadline.never(clock));
    expect(run.isPending).toBe(true);
    expect(run.results[0]).toMatchObject({
      enhancement: { outcome: 'late' },
      degradation: { component: 'mcp:slow', cause: 'deadline', effect: 'nothing from slow' },
    });
    answer.resolve('at last');
    await run.settled;
    expect(run.results[0]).toMatchObject({ enhancement: { outcome: 'used' }, findings: [{ text: 'at last' }] });
  });

  it('cancels the call on the server when the deadline passes', async () => {
    const clock = new ManualClock();
    const started = Promise.withResolvers<AbortSignal>();
    const enhancer = enhancerWith(clock, {
      stuck: (signal) => {
        started.resolve(signal);
        return hang(signal);
      },
    });
    const ended = outcomes(enhancer, Deadline.after(clock, 500));
    const signal = await started.promise;
    const aborted = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    await clock.advance(500);
    await aborted;
    expect(await ended).toEqual([['late', 'deadline']]);
  });

  it('gives a single call no more than its own time-out', async () => {
    const clock = new ManualClock();
    const started = Promise.withResolvers<AbortSignal>();
    const enhancer = enhancerWith(
      clock,
      { stuck: (signal) => (started.resolve(signal), hang(signal)) },
      { timeoutMs: 50 },
    );
    const ended = outcomes(enhancer, Deadline.after(clock, 5_000));
    await started.promise;
    await clock.advance(50);
    expect(await ended).toEqual([['late', 'deadline']]);
  });

  it('opens the circuit of a failing server and of no other', async () => {
    const clock = new ManualClock();
    let calls = 0;
    const enhancer = enhancerWith(clock, {
      broken: () => {
        calls++;
        throw new Error('disk on fire');
      },
      fine: async () => 'fine',
    });
    const seen = [];
    for (let i = 0; i < 4; i++) seen.push((await outcomes(enhancer, Deadline.never(clock)))[0]);
    expect(seen.at(0)).toEqual(['failed', 'failed']);
    expect(seen.at(-1)).toEqual(['open', 'circuit_open']);
    expect(calls).toBeLessThan(4);
    expect(enhancer.servers).toMatchObject([{ breaker: 'open' }, { breaker: 'closed' }]);
  });

  it('sheds calls beyond the capacity of a server', async () => {
    const clock = new ManualClock();
    const release = Promise.withResolvers<string>();
    const enhancer = enhancerWith(clock, { busy: () => release.promise }, { capacity: 1 });
    const first = outcomes(enhancer, Deadline.never(clock));
    expect(await outcomes(enhancer, Deadline.never(clock))).toEqual([['shed', 'shed']]);
    release.resolve('done');
    expect(await first).toEqual([['used', undefined]]);
  });

  it('plans only the servers that serve the persona', () => {
    const enhancer = enhancerWith(new ManualClock(), { design: async () => '' }, { personas: ['rachel'] });
    expect(enhancer.planFor(REQUEST)).toEqual([]);
    expect(enhancer.planFor({ ...REQUEST, persona: 'rachel' })).toEqual([{ server: 'design', tool: 'think' }]);
  });
});
