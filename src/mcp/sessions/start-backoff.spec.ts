import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../../core/index.js';
import { ServerQuarantinedError } from '../mcp.errors.js';

import { StartBackoff } from './start-backoff.js';

describe('StartGuard', () => {
  it('lets a start wait longer after each failure, and leaves the server alone after five within a minute', async () => {
    const clock = new ManualClock();
    const guard = new StartBackoff({ server: 'stub', maxFailuresPerMinute: 5 }, clock);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      guard.check();
      guard.failed();
      waits.push(guard.waitMs);
      if (i < 4) await clock.advance(guard.waitMs);
    }
    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 500]);
    expect(guard.isQuarantined).toBe(true);
    expect(() => guard.check()).toThrow(ServerQuarantinedError);
    await clock.advance(60_000);
    expect(guard.isQuarantined).toBe(false);
    guard.check();
  });

  it('forgets failures once a call has been served', () => {
    const guard = new StartBackoff({ server: 'stub', maxFailuresPerMinute: 2 }, new ManualClock());
    guard.failed();
    guard.failed();
    guard.succeeded();
    guard.check();
    expect(guard.waitMs).toBe(0);
  });
});
