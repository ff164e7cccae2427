import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { Deadline, ManualClock } from '../core/index.js';

import { Invalidations } from './invalidations.js';
import { MemoryTier } from './memory-tier.js';
import { TieredCache } from './tiered-cache.js';

interface Made {
  readonly key: string;
  readonly tenant: string;
  /** When it may no longer be served. */
  readonly endsAt: number;
}

const GRACE_MS = 15;
const tenants = ['acme', 'globex'] as const;
const keyOf = (tenant: string, question: string) => `${tenant}/${question}`;

describe('TieredCache', () => {
  it('never computes a key twice at once, never crosses tenants and never serves an expired value, for any sequence of operations', async () => {
    const tenant = fc.constantFrom(...tenants);
    const question = fc.constantFrom('a', 'b', 'c');
    const operation = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          ask: question,
          tenant,
          takesMs: fc.nat(12),
          ttlMs: fc.integer({ min: -2, max: 30 }),
          fails: fc.boolean(),
          patienceMs: fc.integer({ min: 1, max: 20 }),
        }),
      },
      { weight: 3, arbitrary: fc.record({ wait: fc.nat(15) }) },
      { weight: 1, arbitrary: fc.record({ invalidate: tenant }) },
      { weight: 1, arbitrary: fc.record({ forget: question, tenant }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 60 }), async (operations) => {
        const clock = new ManualClock();
        const invalidations = new Invalidations();
        const l1 = new MemoryTier<Made>({ maxEntries: 4, maxBytes: 600 }, clock, invalidations);
        const cache = new TieredCache<Made>('property', { clock, invalidations, l1, random: () => 0.5 });
        const inFlight = new Set<string>();
        const asked: Promise<unknown>[] = [];
        for (const step of operations) {
          if ('wait' in step) await clock.advance(step.wait);
          else if ('invalidate' in step) invalidations.invalidate(`tenant:${step.invalidate}`);
          else if ('forget' in step) await cache.delete(keyOf(step.tenant, step.forget));
          else {
            const key = keyOf(step.tenant, step.ask);
            const make = async () => {
              expect(inFlight.has(key)).toBe(false);
              inFlight.add(key);
              await new Promise<void>((resolve) => clock.schedule(step.takesMs, resolve));
              inFlight.delete(key);
              if (step.fails) throw new Error('as it should');
              return { key, tenant: step.tenant, endsAt: clock.now() + Math.max(0, step.ttlMs) + GRACE_MS };
            };
            const options = { ttlMs: step.ttlMs, graceMs: GRACE_MS, tags: [`tenant:${step.tenant}`] };
            const ask = async () => {
              try {
                const { value, tier } = await cache.getOrSet(
                  key,
                  make,
                  options,
                  Deadline.after(clock, step.patienceMs),
                );
                expect(value).toMatchObject({ key, tenant: step.tenant });
                if (tier !== null) expect(clock.now()).toBeLessThan(value.endsAt);
              } catch (error) {
                expect(String(error)).toMatch(/as it should|deadline/i);
              }
            };
            asked.push(ask());
            await clock.advance(0);
          }
          expect(l1.state.bytes).toBeLessThanOrEqual(600);
        }
        await clock.advance(1_000);
        await Promise.all(asked);
        expect(inFlight.size).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
