import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../core/index.js';

import { LeakDetector, leakSuspected, UNKNOWN_OWNER } from './leak-detector.js';
import { MemoryAccounting } from './memory-accounting.js';
import { Workload } from './workload.js';

const MB = 1_048_576;
const OPTIONS = { leakWindowMs: 60_000, leakMb: 8 };
const REQUESTS_A_STEP = 50;

function setUp() {
  const clock = new ManualClock();
  const workload = new Workload();
  const owners = new MemoryAccounting();
  const held: Record<string, number> = {};
  const hold = (owner: string, maxBytes?: number) => {
    held[owner] = 0;
    owners.registerComponent(owner, () => ({ count: 1, bytes: held[owner] ?? 0, maxBytes }));
  };
  const guard = new LeakDetector(OPTIONS, () => owners.components, workload, clock);
  /** One collection after a few seconds and requests, with what each owner has gained since. */
  const step = async (gains: Readonly<Record<string, number>>, unregistered = 0) => {
    await clock.advance(3_000);
    workload.requests += REQUESTS_A_STEP;
    for (const [owner, bytes] of Object.entries(gains)) held[owner] = (held[owner] ?? 0) + bytes;
    base += unregistered;
    guard.sample(base + Object.values(held).reduce((sum, bytes) => sum + bytes, 0));
  };
  let base = 30 * MB;
  return { clock, guard, hold, step, workload };
}

describe('LeakGuard', () => {
  it('names the owner that grows with the requests', async () => {
    const { guard, hold, step } = setUp();
    hold('sessions');
    hold('journal');
    for (let i = 0; i < 15; i++) await step({ sessions: MB, journal: i % 2 === 0 ? MB : -MB });
    expect(guard.leak).toMatchObject({ owner: 'sessions' });
    expect(guard.leak?.bytesPerRequest).toBeCloseTo(MB / REQUESTS_A_STEP, -3);
  });

  it('does not take a cache that fills up to its bound for a leak, but one that goes beyond it', async () => {
    const { guard, hold, step } = setUp();
    hold('cache', 15 * MB);
    for (let i = 0; i < 15; i++) await step({ cache: MB });
    expect(guard.leak).toBeUndefined();
    for (let i = 0; i < 25; i++) await step({ cache: MB });
    expect(guard.leak?.owner).toBe('cache');
  });

  it('does not take what warms up for a leak', async () => {
    const { guard, hold, step } = setUp();
    hold('code');
    for (let i = 0; i < 60; i++) {
      await step({ code: 8 * MB * 0.7 ** i });
      expect(guard.leak).toBeUndefined();
    }
  });

  it('says that nobody owns up to it when nobody does', async () => {
    const { guard, hold, step } = setUp();
    hold('sessions');
    for (let i = 0; i < 15; i++) await step({ sessions: i % 3 }, MB);
    expect(guard.leak?.owner).toBe(UNKNOWN_OWNER);
  });

  it('judges nothing before half a window, without requests, or by less than is worth it', async () => {
    const { guard, hold, step } = setUp();
    hold('sessions');
    for (let i = 0; i < 9; i++) await step({ sessions: 2 * MB });
    expect(guard.leak).toBeUndefined();
    const quiet = setUp();
    quiet.hold('sessions');
    for (let i = 0; i < 15; i++) await quiet.step({ sessions: MB / 4 });
    expect(quiet.guard.leak).toBeUndefined();
  });

  it('wants a collection when what objects take at least has grown, and none while it comes and goes', async () => {
    const { clock, guard, step } = setUp();
    await step({});
    const wants = async (held: number) => {
      await clock.advance(5_000);
      await step({});
      return guard.suspects(held);
    };
    const swinging = [];
    for (let i = 0; i < 12; i++) {
      guard.suspects(30 * MB);
      swinging.push(await wants(60 * MB), guard.suspects(30 * MB));
    }
    expect(swinging).not.toContain(true);
    const growing = setUp();
    let wanted = 0;
    for (let i = 0; i < 120; i++) {
      await growing.clock.advance(1_000);
      growing.workload.requests += 10;
      if (growing.guard.suspects((30 + i) * MB)) {
        wanted++;
        growing.guard.sample((30 + i) * MB);
      }
    }
    expect(wanted).toBeGreaterThan(12);
    expect(wanted).toBeLessThanOrEqual(24);
    expect(growing.guard.leak).toMatchObject({ owner: UNKNOWN_OWNER });
  });

  it('tells once that it leaks, and once that it is over', async () => {
    const { guard, hold, step } = setUp();
    hold('sessions');
    const told: string[] = [];
    const unsubscribe = leakSuspected.subscribe(({ owner, isOver }) =>
      told.push(`${owner} ${isOver ? 'over' : 'leaks'}`),
    );
    for (let i = 0; i < 20; i++) await step({ sessions: MB });
    for (let i = 0; i < 20; i++) await step({ sessions: 0 });
    unsubscribe();
    expect(told).toEqual(['sessions leaks', 'sessions over']);
    expect(guard.leak).toBeUndefined();
  });

  it('does not take memory that comes and goes for a leak, whatever its swings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 40, maxLength: 40 }),
        async (swings) => {
          const { guard, hold, step } = setUp();
          hold('swinging');
          let before = 0;
          for (const [i, swing] of swings.entries()) {
            // Up and down around a level, however wide.
            const now = (i % 2 === 0 ? 1 : -1) * Math.abs(swing) * MB;
            await step({}, now - before);
            before = now;
            expect(guard.leak).toBeUndefined();
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});
