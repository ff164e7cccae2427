import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { z } from 'zod';

import type { TieredCache } from '../../src/cache/index.js';
import { Deadline, SystemClock } from '../../src/core/index.js';
import { eventually } from '../support/eventually.js';
import { startReplica, type Replica } from '../support/replica.js';
import { QUESTION, withService } from '../support/running-app.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

const valueSchema = z.strictObject({ text: z.string() });
type Value = z.infer<typeof valueSchema>;

const clock = new SystemClock();
const soon = () => Deadline.after(clock, 10_000);
const COMMAND_TIMEOUT_MS = 15;

describeWith(redisServer, 'a shared cache whose Redis fails', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  const replicas: Replica[] = [];
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const replica of replicas.splice(0)) replica.close();
    await redis.remove();
  });

  const startOne = async () => {
    const replica = await startReplica(redis.url, { commandTimeoutMs: COMMAND_TIMEOUT_MS });
    replicas.push(replica);
    return { ...replica, cache: open(replica) };
  };
  const open = ({ caches }: Replica): TieredCache<Value> =>
    caches.open({ name: 'answers', schema: valueSchema, maxEntries: 1_000, maxBytes: 1_000_000 });
  const ask = (cache: TieredCache<Value>, key: string, text = key, tags: string[] = []) =>
    cache.getOrSet(key, () => Promise.resolve({ text }), { ttlMs: 60_000, tags }, soon());
  it('invalidates everywhere, once Redis is back, what was invalidated while it was down', async () => {
    const [one, two] = [await startOne(), await startOne()];
    await ask(one.cache, 'acme/gone', 'old', ['conversation:c']);
    await ask(two.cache, 'acme/gone', 'unused', ['conversation:c']);
    await redis.stop();
    await eventually(() => (one.link.isUp || two.link.isUp ? undefined : true));
    await one.caches.invalidate(['conversation:c']);
    expect(one.cache.peek('acme/gone')).toBeUndefined();
    expect(two.cache.peek('acme/gone')).toBeDefined();
    expect((await ask(one.cache, 'acme/meanwhile')).result).toBe('miss');

    await redis.start();
    await eventually(() => (two.cache.peek('acme/gone') === undefined ? true : undefined));
    await eventually(() => (one.caches.isShared && two.caches.isShared ? true : undefined));
    await ask(one.cache, 'acme/again', 'shared');
    expect((await ask(two.cache, 'acme/again', 'unused')).value.text).toBe('shared');
  });

  it('invalidates on a replica that was disconnected what the others invalidated meanwhile', async () => {
    const [one, two] = [await startOne(), await startOne()];
    await ask(two.cache, 'acme/missed', 'old', ['framework:x']);
    // Only the second replica loses its connections.
    await two.link.client.disconnect();
    await one.caches.invalidate(['framework:x']);
    await eventually(() => (two.cache.peek('acme/missed') === undefined ? true : undefined));
  });

  it.each([
    ['out of memory', ['CONFIG', 'SET', 'maxmemory', '1']],
    ['read-only', ['REPLICAOF', '127.0.0.1', '1']],
  ])('computes and caches values locally while Redis is %s', async (_what, command) => {
    const { cache, link } = await startOne();
    await link.client.sendCommand(command);
    expect(await ask(cache, 'acme/full')).toMatchObject({ value: { text: 'acme/full' }, result: 'miss' });
    expect(await ask(cache, 'acme/full')).toMatchObject({ result: 'hit', tier: 'l1' });
  });

  it('keeps every answer complete while Redis freezes, stops and comes back', async () => {
    const env = { REDIS_URL: redis.url };
    await withService({ env }, async (service) => {
      const whole = async (question: string) => {
        const { status, body } = await service.post('/v1/answers', { question });
        expect(status).toBe(200);
        expect(body).toMatchObject({ status: 'complete', receipt: { met: true, degradations: [] } });
        return body;
      };
      await whole(QUESTION);
      redis.freeze();
      expect((await whole(QUESTION)).receipt.cache).toMatchObject({ answer: 'hit', tier: 'l1' });
      await whole(`${QUESTION} We are frozen.`);
      redis.thaw();
      await redis.stop();
      await whole(`${QUESTION} We are down.`);
      await redis.start();
      await whole(`${QUESTION} We are back.`);
    });
  });

  it('computes an answer again and replaces the entry when its entry in Redis was tampered with', async () => {
    const env = { REDIS_URL: redis.url };
    const spy = await startOne();
    const valueKeys = async () => (await spy.link.client.keys('director:cache:value:*')).toSorted();
    const ask = async () => {
      let answer: Record<string, { cache: unknown }> = {};
      await withService({ env }, async (service) => {
        await eventually(async () => ((await service.get('/metrics')).text.includes('redis_up 1') ? true : undefined));
        answer = (await service.post('/v1/answers', { question: QUESTION })).body;
      });
      return answer;
    };
    const first = await ask();
    expect((await ask())['receipt']?.cache).toMatchObject({ answer: 'hit', tier: 'l2' });
    const keys = await valueKeys();
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(key).not.toContain('squads');
      const stored = String(await spy.link.client.get(key));
      await spy.link.client.set(key, stored.replace('"fence"', '"__proto__":{"polluted":true},"fence"'));
    }
    const again = await ask();
    expect(again['receipt']?.cache).toMatchObject({ answer: 'miss' });
    expect(again['id']).not.toBe(first['id']);
    expect(await valueKeys()).toEqual(keys);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
