import { describe, expect, it } from '@jest/globals';

import { ManualClock, type Caller } from '../core/index.js';

import { RateLimitedError } from './access.errors.js';
import { Limits, memoryCounter } from './limits.js';

const caller = (tenant: string, subject: string): Caller => ({ tenant, subject, entitlements: new Set() });
const quota = (requests: number, answers = 9) => ({ requests, answers, modelTokens: 100 });
const limits = (key: number, tenant: number, answers = 9, clock = new ManualClock()) =>
  new Limits({ windowSeconds: 60, key: quota(key, answers), tenant: quota(tenant, answers + 1) }, memoryCounter, clock);

describe('Limits', () => {
  it('counts requests of a key, and of its tenant over all keys', async () => {
    const counted = limits(3, 5);
    const [one, two, stranger] = [caller('acme', '1'), caller('acme', '2'), caller('globex', '1')];
    const [key, tenant] = await counted.countRequests(one, 2);
    expect([key, tenant]).toMatchObject([
      { scope: 'key', quota: 3, remaining: 1 },
      { scope: 'tenant', quota: 5, remaining: 3 },
    ]);
    await counted.countRequests(one);
    await expect(counted.countRequests(one)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      excess: { limit: 'key requests' },
    });
    await counted.countRequests(two, 2);
    await expect(counted.countRequests(two)).rejects.toMatchObject({ excess: { limit: 'tenant requests' } });
    expect(await counted.countRequests(stranger)).toHaveLength(2);
  });

  it('reports when a request fits again', async () => {
    const counted = limits(1, 9);
    await counted.countRequests(caller('acme', '1'));
    const refused: unknown = await counted.countRequests(caller('acme', '1')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitedError);
    expect((refused as RateLimitedError).excess.retryAfterMs).toBeGreaterThan(50_000);
    expect((refused as RateLimitedError).excess.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('knows without counting that a window is exhausted, until it ends', async () => {
    const clock = new ManualClock();
    const counted = limits(1, 9, 9, clock);
    const [one, two] = [caller('acme', '1'), caller('acme', '2')];
    await counted.countRequests(one);
    expect(counted.requestsExcessOf(one)).toBeUndefined();
    expect(counted.areRefusing).toBe(false);
    await counted.countRequests(one).catch(() => undefined);
    expect(counted.areRefusing).toBe(true);
    expect(counted.requestsExcessOf(one)).toMatchObject({ limit: 'key requests' });
    expect(counted.requestsExcessOf(two)).toBeUndefined();
    await clock.advance(60_000);
    expect(counted.requestsExcessOf(one)).toBeUndefined();
    expect(counted.areRefusing).toBe(false);
  });

  it('bounds answers in progress of a key and of a tenant', () => {
    const counted = limits(9, 9, 1);
    const first = counted.beginAnswer(caller('acme', '1'));
    expect(() => counted.beginAnswer(caller('acme', '1'))).toThrow('key answers at once');
    const second = counted.beginAnswer(caller('acme', '2'));
    expect(() => counted.beginAnswer(caller('acme', '3'))).toThrow('tenant answers at once');
    first[Symbol.dispose]();
    expect(() => counted.beginAnswer(caller('acme', '2'))).toThrow('key answers at once');
    second[Symbol.dispose]();
    counted.beginAnswer(caller('acme', '1'))[Symbol.dispose]();
  });

  it('reports when a key or its tenant has used all model tokens', async () => {
    const counted = limits(9, 9);
    const one = caller('acme', '1');
    expect(await counted.areModelTokensSpent(one)).toBe(false);
    await counted.countModelTokens(one, 99);
    expect(await counted.areModelTokensSpent(one)).toBe(false);
    await counted.countModelTokens(one, 500);
    expect(await counted.areModelTokensSpent(one)).toBe(true);
    expect(await counted.areModelTokensSpent(caller('acme', '2'))).toBe(true);
    expect(await counted.areModelTokensSpent(caller('globex', '1'))).toBe(false);
  });
});
