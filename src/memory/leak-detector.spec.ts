import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../core/index.js';

import { Workload } from './housekeeping.js';
import { LeakDetector, leakSuspected, trendOf, UNKNOWN_COMPONENT } from './leak-detector.js';
import { MemoryAccounting } from './memory-accounting.js';

const MB = 1_048_576;
const OPTIONS = { leakWindowMs: 60_000, leakMb: 8 };
const REQUESTS_PER_STEP = 50;

function setUp() {
  const clock = new ManualClock();
  const workload = new Workload();
  const accounting = new MemoryAccounting();
  const held: Record<string, number> = {};
  const hold = (component: string, maxBytes?: number) => {
    held[component] = 0;
    accounting.register(component, () => ({ count: 1, bytes: held[component] ?? 0, maxBytes }));
  };
  const detector = new LeakDetector(OPTIONS, accounting, workload, clock);
  /** One collection after a few seconds and requests, with the growth of each component since. */
  const step = async (gains: Readonly<Record<string, number>>, unregistered = 0) => {
    await clock.advance(3_000);
    workload.requests += REQUESTS_PER_STEP;
    for (const [component, bytes] of Object.entries(gains)) held[component] = (held[component] ?? 0) + bytes;
    base += unregistered;
    detector.sample(base + Object.values(held).reduce((sum, bytes) => sum + bytes, 0));
  };
  let base = 30 * MB;
  return { clock, detector, hold, step, workload };
}

describe('LeakDetector', () => {
  it('names the component that grows with the requests', async () => {
    const { detector, hold, step } = setUp();
    hold('sessions');
    hold('journal');
    for (let i = 0; i < 15; i++) await step({ sessions: MB, journal: i % 2 === 0 ? MB : -MB });
    expect(detector.leak).toMatchObject({ component: 'sessions' });
    expect(detector.leak?.bytesPerRequest).toBeCloseTo(MB / REQUESTS_PER_STEP, -3);
  });

  it('reports a cache beyond its bound, and none that fills up to it', async () => {
    const { detector, hold, step } = setUp();
    hold('cache', 15 * MB);
    for (let i = 0; i < 15; i++) await step({ cache: MB });
    expect(detector.leak).toBeUndefined();
    for (let i = 0; i < 25; i++) await step({ cache: MB });
    expect(detector.leak?.component).toBe('cache');
  });

  it('reports no leak while memory warms up', async () => {
    const { detector, hold, step } = setUp();
    hold('code');
    for (let i = 0; i < 60; i++) {
      await step({ code: 8 * MB * 0.7 ** i });
      expect(detector.leak).toBeUndefined();
    }
  });

  it('attributes growth of no registered component to unknown', async () => {
    const { detector, hold, step } = setUp();
    hold('sessions');
    for (let i = 0; i < 15; i++) await step({ sessions: i % 3 }, MB);
    expect(detector.leak?.component).toBe(UNKNOWN_COMPONENT);
  });

  it('reports nothing before half a window, without requests, or below the minimum growth', async () => {
    const { detector, hold, step } = setUp();
    hold('sessions');
    for (let i = 0; i < 9; i++) await step({ sessions: 2 * MB });
    expect(detector.leak).toBeUndefined();
    const quiet = setUp();
    quiet.hold('sessions');
    for (let i = 0; i < 15; i++) await quiet.step({ sessions: MB / 4 });
    expect(quiet.detector.leak).toBeUndefined();
  });

  it('suspects a leak when the minimum of allocated memory has grown, and not while it fluctuates', async () => {
    const { clock, detector, step } = setUp();
    await step({});
    const suspectsAt = async (held: number) => {
      await clock.advance(5_000);
      await step({});
      return detector.suspects(held);
    };
    const swinging = [];
    for (let i = 0; i < 12; i++) {
      detector.suspects(30 * MB);
      swinging.push(await suspectsAt(60 * MB), detector.suspects(30 * MB));
    }
    expect(swinging).not.toContain(true);
    const growing = setUp();
    let suspected = 0;
    for (let i = 0; i < 120; i++) {
      await growing.clock.advance(1_000);
      growing.workload.requests += 10;
      if (growing.detector.suspects((30 + i) * MB)) {
        suspected++;
        growing.detector.sample((30 + i) * MB);
      }
    }
    expect(suspected).toBeGreaterThan(12);
    expect(suspected).toBeLessThanOrEqual(24);
    expect(growing.detector.leak).toMatchObject({ component: UNKNOWN_COMPONENT });
  });

  it('publishes once that memory leaks, and once that the leak is over', async () => {
    const { detector, hold, step } = setUp();
    hold('sessions');
    const published: string[] = [];
    const unsubscribe = leakSuspected.subscribe(({ component, isOver }) =>
      published.push(`${component} ${isOver ? 'over' : 'leaks'}`),
    );
    for (let i = 0; i < 20; i++) await step({ sessions: MB });
    for (let i = 0; i < 20; i++) await step({ sessions: 0 });
    unsubscribe();
    expect(published).toEqual(['sessions leaks', 'sessions over']);
    expect(detector.leak).toBeUndefined();
  });

  it('reports no leak for fluctuating memory, however wide the swings', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 40, maxLength: 40 }),
        async (swings) => {
          const { detector, hold, step } = setUp();
          hold('swinging');
          let before = 0;
          for (const [i, swing] of swings.entries()) {
            // Up and down around a level, however wide.
            const now = (i % 2 === 0 ? 1 : -1) * Math.abs(swing) * MB;
            await step({}, now - before);
            before = now;
            expect(detector.leak).toBeUndefined();
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('trendOf', () => {
  type Points = Parameters<typeof trendOf>[0];

  it('finds a line despite outliers in a fifth of the points', () => {
    const line = fc.record({ slope: fc.integer({ min: -50, max: 50 }), offset: fc.integer({ min: -100, max: 100 }) });
    const wild = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(line, wild, ({ slope, offset }, outliers) => {
        const points = Array.from({ length: 20 }, (_, x): Points[number] => [x, offset + slope * x]);
        for (const [i, outlier] of outliers.entries()) points[i * 5 + 2] = [i * 5 + 2, outlier];
        expect(trendOf(points).slope).toBe(slope);
        expect(trendOf(points).at(100)).toBe(offset + slope * 100);
      }),
    );
  });

  it('says how consistently the points rise or fall', () => {
    const tauOf = (ys: number[]) => trendOf(ys.map((y, x): Points[number] => [x, y])).tau;
    expect(tauOf([1, 2, 3, 4])).toBe(1);
    expect(tauOf([4, 3, 2, 1])).toBe(-1);
    expect(tauOf([1, 9, 1, 9, 1])).toBe(0);
    expect(tauOf([5])).toBe(0);
  });
});
