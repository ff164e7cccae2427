import { afterEach, describe, expect, it } from '@jest/globals';

import { Deadline, ManualClock } from '../../core/index.js';
import { SessionsExhaustedError } from '../transport/mcp.errors.js';

import { LocalSession, type LocalTool } from '../../../test/support/local-session.js';
import { SessionLimit } from './session-limit.js';
import { SessionPool, type SessionPoolOptions } from './session-pool.js';
import { StartBackoff } from './start-backoff.js';

const WORK: LocalTool = {
  definition: { name: 'work', inputSchema: { type: 'object' } },
  call: () => ({ isError: false, text: '' }),
};

const pools: SessionPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.drain()));
});

function poolWith(options: Partial<SessionPoolOptions> = {}, limit = new SessionLimit(10)) {
  const clock = new ManualClock();
  const pool = new SessionPool(
    { server: 'stub', maxSessions: 3, callsPerSession: 2, idleMs: 60_000, sharedByTenants: false, ...options },
    async () => new LocalSession(WORK, clock),
    new StartBackoff({ server: 'stub', maxFailuresPerMinute: 5 }, clock),
    limit,
    clock,
  );
  pools.push(pool);
  const deadline = Deadline.never(clock);
  return {
    clock,
    pool,
    use: (tenant: string) =>
      pool.run(tenant, deadline, async (session) => {
        await session.callTool('work', {}, deadline);
        return session;
      }),
  };
}

describe('SessionPool', () => {
  it('opens a session on demand, and shares it between the concurrent calls of a tenant', async () => {
    const { pool, use } = poolWith();
    expect(pool.state.sessions).toBe(0);
    const sessions = await Promise.all([use('acme'), use('acme'), use('acme')]);
    expect(new Set(sessions).size).toBe(1);
    expect(pool.state).toMatchObject({ sessions: 1, opened: 1 });
  });

  it('opens a session per tenant, unless the server is stateless', async () => {
    const apart = poolWith();
    expect(await apart.use('acme')).not.toBe(await apart.use('other'));
    const shared = poolWith({ sharedByTenants: true });
    expect(await shared.use('acme')).toBe(await shared.use('other'));
  });

  it('evicts an idle session of another tenant, and rejects when none is idle', async () => {
    const { pool, use } = poolWith({ maxSessions: 1 });
    const first = await use('acme');
    const second = await use('other');
    expect([first.isUsable, second.isUsable, pool.state.sessions]).toEqual([false, true, 1]);

    const full = poolWith({}, new SessionLimit(0));
    await expect(full.use('acme')).rejects.toBeInstanceOf(SessionsExhaustedError);
  });

  it('evicts idle sessions of other servers, within the limit of all', async () => {
    const limit = new SessionLimit(1);
    const one = poolWith({}, limit);
    const other = poolWith({}, limit);
    const first = await one.use('acme');
    await other.use('acme');
    expect([first.isUsable, limit.open]).toEqual([false, 1]);
  });

  it('closes sessions that were idle for a while', async () => {
    const { clock, pool, use } = poolWith();
    await use('acme');
    await clock.advance(30_000);
    await use('acme');
    await clock.advance(59_000);
    expect(pool.state.sessions).toBe(1);
    await clock.advance(61_000);
    expect(pool.state.sessions).toBe(0);
  });

  it('opens no session after it is drained, and closes those there are', async () => {
    const { pool, use } = poolWith();
    const session = await use('acme');
    await pool.drain();
    expect([session.isUsable, pool.state.sessions]).toEqual([false, 0]);
    await expect(use('acme')).rejects.toThrow('removed');
  });
});
