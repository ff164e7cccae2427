import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock } from '../common/index.js';

import { ByteBoundedCache } from './byte-bounded-cache.js';

const OPTIONS = { maxEntries: 5, maxBytes: 200 };

describe('ByteBoundedCache', () => {
  it('gives a value back until its time is up, and tells its age', async () => {
    const clock = new ManualClock();
    const cache = new ByteBoundedCache<{ n: number }>(OPTIONS, clock);
    cache.set('k', { n: 1 }, 100);
    await clock.advance(99);
    expect(cache.get('k')).toEqual({ value: { n: 1 }, ageMs: 99 });
    await clock.advance(1);
    expect(cache.get('k')).toBeUndefined();
    expect(cache.state).toMatchObject({ entries: 0, hits: 1, misses: 1 });
  });

  it('keeps nothing without a time to live, and nothing larger than itself', () => {
    const cache = new ByteBoundedCache<{ text: string }>(OPTIONS, new ManualClock());
    cache.set('a', { text: '' }, 0);
    cache.set('b', { text: 'x'.repeat(500) }, 100);
    expect(cache.state.entries).toBe(0);
  });

  it('gives up the least recently used first when told to shrink', () => {
    const cache = new ByteBoundedCache<{ n: number }>(OPTIONS, new ManualClock());
    cache.set('a', { n: 1 }, 100);
    cache.set('b', { n: 2 }, 100);
    cache.get('a');
    cache.shrinkTo(0.5);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
    cache.shrinkTo(0);
    expect(cache.state).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('never exceeds its bounds and never serves a value past its time, whatever happens', async () => {
    const operation = fc.oneof(
      fc.record({
        set: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
        size: fc.nat(300),
        ttlMs: fc.integer({ min: -5, max: 50 }),
      }),
      fc.record({ get: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g') }),
      fc.record({ wait: fc.nat(30) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const clock = new ManualClock();
        const cache = new ByteBoundedCache<{ text: string; expiresAt: number }>(OPTIONS, clock);
        for (const step of operations) {
          if ('set' in step)
            cache.set(step.set, { text: 'x'.repeat(step.size), expiresAt: clock.now() + step.ttlMs }, step.ttlMs);
          else if ('get' in step) expect(cache.get(step.get)?.value.expiresAt ?? Infinity).toBeGreaterThan(clock.now());
          else await clock.advance(step.wait);
          expect(cache.state.bytes).toBeLessThanOrEqual(OPTIONS.maxBytes);
          expect(cache.state.entries).toBeLessThanOrEqual(OPTIONS.maxEntries);
        }
      }),
      { numRuns: 50 },
    );
  });
});
