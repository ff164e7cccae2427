import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { ArrivalWatch } from './arrival-watch.js';

/** A clock that can stand still: time passes while nothing runs, and what was due meanwhile runs afterwards. */
class StallingClock extends ManualClock {
  #lostMs = 0;

  override now(): number {
    return super.now() + this.#lostMs;
  }

  stall(ms: number): void {
    this.#lostMs += ms;
  }
}

/** As a request that comes sets it going. */
async function watching() {
  const clock = new StallingClock();
  const watch = new ArrivalWatch(clock);
  watch.note();
  await clock.advance(0);
  return { clock, watch };
}

describe('ArrivalWatch', () => {
  it('knows of no wait before it has been watching, or while the event loop turns', async () => {
    const { clock, watch } = await watching();
    expect(watch.unseenMs(-1)).toBe(0);
    for (let i = 0; i < 50; i++) {
      await clock.advance(7);
      expect(watch.unseenMs(clock.now())).toBe(0);
    }
  });

  it('counts what is read after a stall from its beginning, less and less', async () => {
    const { clock, watch } = await watching();
    await clock.advance(100);
    clock.stall(120);
    const readAt = clock.now();
    expect(watch.unseenMs(readAt)).toBeGreaterThanOrEqual(110);
    expect(watch.unseenMs(readAt)).toBeLessThanOrEqual(120);
    await clock.advance(20);
    // Read then, looked up later.
    expect(watch.unseenMs(readAt)).toBeGreaterThanOrEqual(110);
    expect(watch.unseenMs(clock.now())).toBeLessThan(120);
    await clock.advance(300);
    expect(watch.unseenMs(clock.now())).toBe(0);
  });

  it('rests while no request comes', async () => {
    const { clock, watch } = await watching();
    await clock.advance(500);
    expect(clock.pendingTimers).toBe(1);
    await clock.advance(1_000);
    expect(clock.pendingTimers).toBe(0);
    clock.stall(5_000);
    expect(watch.unseenMs(clock.now())).toBe(0);
    watch.note();
    await clock.advance(10);
    expect(clock.pendingTimers).toBe(1);
  });
});
