import { afterEach, describe, expect, it } from '@jest/globals';

import { Deadline, ManualClock } from '../../core/index.js';
import { SessionLostError } from '../transport/mcp.errors.js';
import { LocalSession, type LocalTool } from '../../../test/support/local-session.js';
import { SessionLimit } from '../sessions/session-limit.js';
import { SessionPool } from '../sessions/session-pool.js';
import { StartBackoff } from '../sessions/start-backoff.js';
import type { ToolSession } from '../sessions/tool-session.js';
import { ToolPinning } from './tool-pinning.js';

import { ToolCaller } from './tool-caller.js';

const opened: { drain(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.drain()));
});

type Handler = (call: number, signal: AbortSignal) => Promise<string>;

/** A caller of a server whose tool is `handler`. */
function callerOf(handler: Handler, { isIdempotent = true, open = (session: ToolSession) => session } = {}) {
  const clock = new ManualClock();
  let calls = 0;
  const work: LocalTool = {
    definition: { name: 'work', inputSchema: { type: 'object' } },
    call: async (_args, { signal }) => ({ isError: false, text: await handler(++calls, signal) }),
  };
  const pool = new SessionPool(
    { server: 'stub', maxSessions: 1, callsPerSession: 100, idleMs: 1e6, sharedByTenants: true },
    async () => open(new LocalSession(work, clock)),
    new StartBackoff({ server: 'stub', maxFailuresPerMinute: 5 }, clock),
    new SessionLimit(1),
    clock,
  );
  const breaker = {
    failureRatio: 1,
    slowCallMs: 1e6,
    slowCallRatio: 1,
    minimumThroughput: 1_000,
    samplingDurationMs: 10_000,
    breakDurationMs: 60_000,
  };
  const caller = new ToolCaller(
    {
      server: 'stub',
      tool: 'work',
      timeoutMs: 10_000,
      capacity: 100,
      breaker,
      isIdempotent,
      maxAttempts: 2,
      isHedged: true,
    },
    pool,
    new ToolPinning('stub', 'work', undefined, clock),
    { args: {}, read: () => undefined },
    clock,
    () => 0,
  );
  opened.push(caller);
  const read = ({ text }: { text: string }) => text;
  /** One call, with the clock moved on until it has ended. */
  const call = async () => {
    const ended: unknown[] = [];
    const pending = caller.call({ tenant: 'acme', args: {}, read }, Deadline.never(clock));
    void Promise.allSettled([pending]).then((outcome) => ended.push(outcome));
    while (ended.length === 0) await clock.advance(1);
    return pending;
  };
  return { call, caller, calls: () => calls, clock };
}

/** Answers after 10 ms of the clock that it is given later. */
const onClock = (clock: () => ManualClock) => () =>
  new Promise<string>((resolve) => void clock().schedule(10, () => resolve('done')));

describe('ToolCaller', () => {
  it('hedges a call slower than the 95th percentile, and cancels the loser', async () => {
    let clock = new ManualClock();
    const lost: AbortSignal[] = [];
    const quick = onClock(() => clock);
    const made = callerOf((number, signal) => {
      if (number !== 41) return quick();
      lost.push(signal);
      return new Promise(() => undefined);
    });
    clock = made.clock;
    for (let i = 0; i < 40; i++) await made.call();
    await expect(made.call()).resolves.toContain('done');
    expect(made.calls()).toBe(42);
    while (lost[0]?.aborted !== true) await new Promise(setImmediate);
    expect(made.caller.state).toMatchObject({ retries: 0, hedges: 1 });
  });

  it('hedges no call under 20 ms, so that the budget is left for a slow one', async () => {
    let clock = new ManualClock();
    let tookMs = 1;
    const made = callerOf((number) =>
      number === 81
        ? new Promise<string>(() => undefined)
        : new Promise<string>((go) => void clock.schedule(tookMs, () => go('done'))),
    );
    clock = made.clock;
    for (let i = 0; i < 40; i++) await made.call();
    tookMs = 19;
    for (let i = 0; i < 40; i++) await made.call();
    expect(made.caller.state.hedges).toBe(0);
    await expect(made.call()).resolves.toContain('done');
    expect(made.caller.state.hedges).toBe(1);
  });

  it('hedges no more than one call in twenty', async () => {
    let clock = new ManualClock();
    const quick = onClock(() => clock);
    let isSlow = false;
    const made = callerOf(() =>
      isSlow ? new Promise<string>((go) => void clock.schedule(100, () => go('late'))) : quick(),
    );
    clock = made.clock;
    for (let i = 0; i < 40; i++) await made.call();
    isSlow = true;
    for (let i = 0; i < 40; i++) await made.call();
    expect(made.caller.state.hedges).toBeLessThanOrEqual(3);
  });

  it('retries a lost call of an idempotent tool, within its budget', async () => {
    let losses = 0;
    const flaky = (session: ToolSession) => {
      const callTool = session.callTool.bind(session);
      session.callTool = async (...args) => {
        if (losses > 0) {
          losses--;
          throw new SessionLostError('stub', 'closed');
        }
        return callTool(...args);
      };
      return session;
    };
    const made = callerOf(async () => 'done', { open: flaky });
    losses = 1;
    await expect(made.call()).rejects.toBeInstanceOf(SessionLostError);
    for (let i = 0; i < 10; i++) await made.call();
    losses = 1;
    await expect(made.call()).resolves.toContain('done');
    expect(made.caller.state.retries).toBe(1);
  });

  it('never retries a call of another tool, unless the server did not process it', async () => {
    const losses: SessionLostError[] = [];
    const flaky = (session: ToolSession) => {
      const callTool = session.callTool.bind(session);
      session.callTool = async (...args) => {
        const loss = losses.pop();
        if (loss !== undefined) throw loss;
        return callTool(...args);
      };
      return session;
    };
    const made = callerOf(async () => 'done', { isIdempotent: false, open: flaky });
    for (let i = 0; i < 20; i++) await made.call();
    losses.push(new SessionLostError('stub', 'closed'));
    await expect(made.call()).rejects.toBeInstanceOf(SessionLostError);
    losses.push(new SessionLostError('stub', 'forgotten'));
    await expect(made.call()).resolves.toContain('done');
  });
});
