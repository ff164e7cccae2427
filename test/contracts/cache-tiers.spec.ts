import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { CacheEntry } from '../../src/cache/cache-entry.js';
import { Invalidations, ORIGIN } from '../../src/cache/invalidations.js';
import { MemoryTier } from '../../src/cache/memory-tier.js';
import { NAMESPACE, redisKeyv } from '../../src/cache/redis-keyv.js';
import { RedisTier } from '../../src/cache/redis-tier.js';
import type { TieredCache } from '../../src/cache/tiered-cache.js';
import { Deadline, SystemClock } from '../../src/core/index.js';
import { createCache } from 'cache-manager';
import { eventually } from '../support/eventually.js';
import { startReplica, type Replica } from '../support/replica.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

// One contract for both tiers, the second against a real Redis.

const valueSchema = z.strictObject({ text: z.string() });
type Value = z.infer<typeof valueSchema>;
type Tier = Pick<RedisTier<Value>, 'get' | 'set' | 'delete'>;

const clock = new SystemClock();
const BOUNDS = { maxEntries: 100, maxBytes: 100_000 };

const entry = (text: string, some: Partial<CacheEntry<Value>> = {}): CacheEntry<Value> => ({
  value: { text },
  madeAt: clock.now(),
  ttlMs: 60_000,
  graceMs: 0,
  costMs: 5,
  tags: ['tenant:acme'],
  seen: ORIGIN,
  ...some,
});

function behavesAsTier(tierOf: () => Tier): void {
  let n = 0;
  let key: string;
  beforeEach(() => {
    key = `acme/${n++}`;
  });

  it('returns an entry as it was set, of any size', async () => {
    for (const text of ['', 'naïve — 東京 🎯', 'x'.repeat(20_000), 'é'.repeat(40_000)]) {
      const put = entry(text, { tags: ['a', 'b'], graceMs: 7 });
      await tierOf().set(key, put);
      const { madeAt, ...rest } = (await tierOf().get(key)) ?? entry('nothing');
      const { madeAt: putAt, ...expected } = put;
      expect(rest).toEqual(expected);
      expect(Math.abs(madeAt - putAt)).toBeLessThan(20);
    }
  });

  it('returns no entry past its grace', async () => {
    await tierOf().set(key, entry('soon over', { ttlMs: 40, graceMs: 40 }));
    expect(await tierOf().get(key)).toBeDefined();
    await eventually(async () => ((await tierOf().get(key)) === undefined ? true : undefined));
    await tierOf().set(key, entry('over already', { madeAt: clock.now() - 100, ttlMs: 50, graceMs: 40 }));
    expect(await tierOf().get(key)).toBeUndefined();
  });

  it('replaces, deletes, and leaves other keys alone', async () => {
    await tierOf().set(key, entry('old'));
    await tierOf().set(key, entry('new'));
    expect((await tierOf().get(key))?.value.text).toBe('new');
    expect(await tierOf().get(`${key}0`)).toBeUndefined();
    await tierOf().delete(key);
    expect(await tierOf().get(key)).toBeUndefined();
  });
}

describe('MemoryTier', () => {
  const tier = new MemoryTier<Value>(BOUNDS, clock, new Invalidations());
  behavesAsTier(() => ({
    get: (key) => Promise.resolve(tier.get(key)),
    set: (key, some) => Promise.resolve(tier.set(key, some)),
    delete: (key) => Promise.resolve(tier.delete(key)),
  }));
});

describeWith(redisServer, 'Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let replicas: Replica[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(() => {
    for (const replica of replicas) replica.close();
    replicas = [];
  });
  afterAll(() => redis.remove());

  const replica = async (options?: { readonly commandTimeoutMs: number }) => {
    const started = await startReplica(redis.url, options);
    replicas.push(started);
    return started;
  };

  describe('RedisTier', () => {
    let own: Replica;
    let tier: RedisTier<Value>;
    beforeAll(async () => {
      own = await startReplica(redis.url);
      tier = new RedisTier(valueSchema, createCache({ stores: [redisKeyv(own.link)] }), own.link, clock);
    });
    afterAll(() => own.close());
    behavesAsTier(() => tier);

    it.each([
      ['text that is not JSON', 'garbage'],
      ['JSON of something else', '42'],
      ['an older version', JSON.stringify({ value: { version: 0, key: 'acme/invalid' } })],
      ['a prototype', '{"value":{"__proto__":{"version":1},"version":1}}'],
    ])('treats %s as a miss and deletes it', async (_what, invalid) => {
      const key = `${NAMESPACE}:acme/invalid`;
      await own.link.client.set(key, invalid);
      expect(await tier.get('acme/invalid')).toBeUndefined();
      expect(await own.link.client.exists(key)).toBe(0);
    });

    it('treats a value that does not match its schema or its key as a miss', async () => {
      await tier.set('acme/a', entry('of a'));
      const moved = String(await own.link.client.get(`${NAMESPACE}:acme/a`));
      await own.link.client.set(`${NAMESPACE}:globex/a`, moved);
      expect(await tier.get('globex/a')).toBeUndefined();
      await own.link.client.set(`${NAMESPACE}:acme/a`, moved.replace('of a', '').replace('text', '__proto__'));
      expect(await tier.get('acme/a')).toBeUndefined();
      expect(await own.link.client.exists(`${NAMESPACE}:acme/a`)).toBe(0);
    });

    it('never overwrites a value computed under a newer lease', async () => {
      await own.link.client.set('director:cache:fence:acme/f', '7');
      await tier.set('acme/f', entry('newer'), 7);
      await tier.set('acme/f', entry('older'), 6);
      expect((await tier.get('acme/f'))?.value.text).toBe('newer');
    });
  });

  describe('TieredCache', () => {
    const open = ({ caches }: Replica): TieredCache<Value> =>
      caches.open({ name: 'answers', schema: valueSchema, ...BOUNDS });
    const soon = () => Deadline.after(clock, 10_000);

    it('computes once for callers of several replicas, then serves from both tiers', async () => {
      const caches = [open(await replica()), open(await replica()), open(await replica())];
      let computed = 0;
      const started = Promise.withResolvers<void>();
      const compute = async () => {
        computed++;
        await started.promise;
        return { text: 'once' };
      };
      const asked = caches.flatMap((cache) =>
        Array.from({ length: 100 }, () => cache.getOrSet('acme/cold', compute, { ttlMs: 60_000 }, soon())),
      );
      await eventually(() => (computed > 0 ? true : undefined));
      started.resolve();
      const found = await Promise.all(asked);
      expect(new Set(found.map(({ value }) => value.text))).toEqual(new Set(['once']));
      expect(computed).toBe(1);
      expect(found.filter(({ result }) => result === 'miss').length).toBe(100);
      const again = await Promise.all(
        caches.map((cache) => cache.getOrSet('acme/cold', compute, { ttlMs: 60_000 }, soon())),
      );
      expect(again.map(({ result, tier }) => [result, tier])).toEqual(caches.map(() => ['hit', 'l1']));
    });

    it('computes once per key when Redis pauses for longer than a command timeout', async () => {
      const commandTimeoutMs = 250;
      const replicas = [await replica({ commandTimeoutMs }), await replica({ commandTimeoutMs })];
      const caches = replicas.map(open);
      const computed: string[] = [];
      const keys = ['acme/pause-1', 'acme/pause-2', 'acme/pause-3'];
      // Several commands are late together, and one more after them is not.
      const pause = await replica();
      await pause.link.client.sendCommand(['CLIENT', 'PAUSE', String(commandTimeoutMs * 1.4), 'ALL']);
      const asked = keys.flatMap((key) =>
        caches.map((cache) =>
          cache.getOrSet(
            key,
            async () => {
              computed.push(key);
              return { text: key };
            },
            { ttlMs: 60_000 },
            soon(),
          ),
        ),
      );
      expect((await Promise.all(asked)).map(({ value }) => value.text)).toEqual(keys.flatMap((key) => [key, key]));
      expect(computed.toSorted()).toEqual(keys);
      expect(replicas.map(({ link }) => link.isUp)).toEqual([true, true]);
    });

    it('computes when the replica that holds the lease crashes', async () => {
      const [dying, other] = [await replica(), await replica()];
      const never = open(dying).getOrSet('acme/dead', () => new Promise(() => undefined), { ttlMs: 60_000 }, soon());
      never.catch(() => undefined);
      await eventually(async () =>
        (await other.link.client.exists('director:cache:lease:acme/dead')) === 1 ? true : undefined,
      );
      dying.link.close();
      const { value } = await open(other).getOrSet(
        'acme/dead',
        () => Promise.resolve({ text: 'by the other' }),
        { ttlMs: 60_000 },
        soon(),
      );
      expect(value.text).toBe('by the other');
    });

    it('removes by tag in every replica, and does not cache a value computed meanwhile', async () => {
      const [one, two] = [await replica(), await replica()];
      const [a, b] = [open(one), open(two)];
      const options = { ttlMs: 60_000, tags: ['conversation:c'] };
      await a.getOrSet('acme/tagged', () => Promise.resolve({ text: 'old' }), options, soon());
      await b.getOrSet('acme/tagged', () => Promise.resolve({ text: 'unused' }), options, soon());
      const making = Promise.withResolvers<Value>();
      const late = b.getOrSet('acme/late', () => making.promise, options, soon());
      await eventually(async () =>
        (await one.link.client.exists('director:cache:lease:acme/late')) === 1 ? true : undefined,
      );
      await one.caches.invalidate(['conversation:c']);
      expect(a.peek('acme/tagged')).toBeUndefined();
      await eventually(() => (b.peek('acme/tagged') === undefined ? true : undefined));
      making.resolve({ text: 'made from what is gone' });
      expect((await late).value.text).toBe('made from what is gone');
      expect(b.peek('acme/late')).toBeUndefined();
      const again = await b.getOrSet('acme/tagged', () => Promise.resolve({ text: 'new' }), options, soon());
      expect(again).toMatchObject({ value: { text: 'new' }, result: 'miss' });
    });

    it('serves a stale value while one computation replaces it, also when that fails', async () => {
      const cache = open(await replica());
      const options = { ttlMs: 1, graceMs: 60_000 };
      await cache.getOrSet('acme/stale', () => Promise.resolve({ text: 'first' }), options, soon());
      await eventually(() => {
        const held = cache.peek('acme/stale');
        return held !== undefined && clock.now() - held.madeAt > held.ttlMs ? true : undefined;
      });
      const failing = await cache.getOrSet('acme/stale', () => Promise.reject(new Error('no')), options, soon());
      expect(failing).toMatchObject({ value: { text: 'first' }, result: 'stale', tier: 'l1' });
      const second = await eventually(async () => {
        const { value } = await cache.getOrSet(
          'acme/stale',
          () => Promise.resolve({ text: 'second' }),
          { ...options, ttlMs: 60_000 },
          soon(),
        );
        return value.text === 'second' ? value.text : undefined;
      });
      expect(second).toBe('second');
    });
  });
});
