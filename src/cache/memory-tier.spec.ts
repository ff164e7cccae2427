import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ManualClock, type Clock } from '../core/index.js';

import { Invalidations, ORIGIN } from './invalidations.js';
import { MemoryTier } from './memory-tier.js';

const OPTIONS = { maxEntries: 5, maxBytes: 3_000 };

function entry<Value extends object>(clock: Clock, value: Value, ttlMs = 100, tags: string[] = [], seen = ORIGIN) {
  return { value, madeAt: clock.now(), ttlMs, graceMs: 0, costMs: 0, tags, seen };
}

describe('MemoryTier', () => {
  it('does not cache a value larger than its bound', () => {
    const clock = new ManualClock();
    const tier = new MemoryTier<{ text: string }>(OPTIONS, clock, new Invalidations());
    tier.set('b', entry(clock, { text: 'x'.repeat(5_000) }));
    expect(tier.state.entries).toBe(0);
  });

  it('sweeps expired entries until its time is up', async () => {
    const clock = new ManualClock();
    const tier = new MemoryTier<{ n: number }>({ maxEntries: 500, maxBytes: 1e6 }, clock, new Invalidations());
    for (let n = 0; n < 200; n++) tier.set(`soon/${n}`, entry(clock, { n }, 100));
    tier.set('later', entry(clock, { n: 0 }, 1_000));
    await clock.advance(100);
    expect(tier.sweepExpired(() => true)).toBe(63);
    expect(tier.sweepExpired(() => false)).toBe(137);
    expect(tier.state.entries).toBe(1);
  });

  it('evicts the least recently used entries first when it shrinks', () => {
    const clock = new ManualClock();
    const tier = new MemoryTier<{ n: number }>(OPTIONS, clock, new Invalidations());
    tier.set('a', entry(clock, { n: 1 }));
    tier.set('b', entry(clock, { n: 2 }));
    tier.get('a');
    // Two take about 830 bytes of the 3,000.
    tier.shrinkTo(0.5);
    expect(tier.state.entries).toBe(2);
    tier.shrinkTo(0.2);
    expect(tier.get('b')).toBeUndefined();
    expect(tier.get('a')).toBeDefined();
    tier.shrinkTo(0);
    expect(tier.state).toMatchObject({ entries: 0, bytes: 0 });
  });

  it('serves no entry of an invalidated tag, and frees its memory when swept', () => {
    const clock = new ManualClock();
    const invalidations = new Invalidations();
    const tier = new MemoryTier<{ n: number }>(OPTIONS, clock, invalidations);
    tier.set('a', entry(clock, { n: 1 }, 100, ['server:jira']));
    tier.set('b', entry(clock, { n: 2 }, 100, ['server:other']));
    invalidations.invalidate('server:jira');
    expect(tier.get('a')).toBeUndefined();
    expect(tier.get('b')).toBeDefined();
    tier.set('a', entry(clock, { n: 3 }, 100, ['server:jira'], invalidations.head));
    expect(tier.get('a')?.value.n).toBe(3);
    invalidations.invalidate('server:other');
    tier.sweep();
    expect(tier.state.entries).toBe(1);
  });

  it('never exceeds its bounds and never serves a value past its grace, for any sequence of operations', async () => {
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const operation = fc.oneof(
      fc.record({ set: key, size: fc.nat(4_000), ttlMs: fc.integer({ min: -5, max: 50 }), graceMs: fc.nat(20) }),
      fc.record({ get: key }),
      fc.record({ wait: fc.nat(30) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const clock = new ManualClock();
        const tier = new MemoryTier<{ text: string; endsAt: number }>(OPTIONS, clock, new Invalidations());
        for (const step of operations) {
          if ('set' in step) {
            const { size, ttlMs, graceMs } = step;
            const value = { text: 'x'.repeat(size), endsAt: clock.now() + ttlMs + graceMs };
            tier.set(step.set, { ...entry(clock, value, ttlMs), graceMs });
          } else if ('get' in step) expect(tier.get(step.get)?.value.endsAt ?? Infinity).toBeGreaterThan(clock.now());
          else await clock.advance(step.wait);
          expect(tier.state.bytes).toBeLessThanOrEqual(OPTIONS.maxBytes);
          expect(tier.state.entries).toBeLessThanOrEqual(OPTIONS.maxEntries);
        }
      }),
      { numRuns: 50 },
    );
  });
});
