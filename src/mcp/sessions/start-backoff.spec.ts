import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../../core/index.js';
import { ServerQuarantinedError } from '../transport/mcp.errors.js';

import { StartBackoff } from './start-backoff.js';

describe('StartBackoff', () => {
  it('doubles the wait after each failure, and quarantines the server after five within a minute', async () => {
    const clock = new ManualClock();
    const backoff = new StartBackoff({ server: 'stub', maxFailuresPerMinute: 5 }, clock);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      backoff.check();
      backoff.failed();
      waits.push(backoff.waitMs);
      if (i < 4) await clock.advance(backoff.waitMs);
    }
    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 500]);
    expect(backoff.isQuarantined).toBe(true);
    expect(() => backoff.check()).toThrow(ServerQuarantinedError);
    await clock.advance(60_000);
    expect(backoff.isQuarantined).toBe(false);
    backoff.check();
  });

  it('resets after a successful call', () => {
    const backoff = new StartBackoff({ server: 'stub', maxFailuresPerMinute: 2 }, new ManualClock());
    backoff.failed();
    backoff.failed();
    backoff.succeeded();
    backoff.check();
    expect(backoff.waitMs).toBe(0);
  });
});
