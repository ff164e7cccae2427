import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'redis';

import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

interface Answer {
  readonly receipt: { readonly cache: { readonly answer: string; readonly tier: string | null } };
}

const INSTALLATIONS = ['alpha', 'beta'] as const;
/** Two in one second for each key; jobs may run on a busy machine. */
const yaml = (name: string) => `
redis: { keyPrefix: '${name}:' }
access:
  keys: [{ id: a, sha256: ${createHash('sha256').update('key').digest('hex')} }]
  limits: { windowSeconds: 600, key: { requests: 5 } }
jobs: { minSpareRatio: 0 }
cache: { redisCommandTimeoutMs: 500 }
`;

describeWith(redisServer, 'two installations in one Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let admin: ReturnType<typeof createClient>;
  const services: RunningService[] = [];

  // Redis itself refuses each installation every key and channel without its prefix.
  beforeAll(async () => {
    redis = await startRedis();
    admin = createClient({ url: redis.url });
    await admin.connect();
    for (const name of INSTALLATIONS) {
      await admin.sendCommand([
        'ACL',
        'SETUSER',
        name,
        'on',
        '>secret',
        `~${name}:*`,
        `&${name}:*`,
        '+@all',
        '-@admin',
        '-@dangerous',
        '+info',
      ]);
    }
    for (const name of ['alpha', 'alpha', 'beta']) {
      const url = redis.url.replace('redis://', `redis://${name}:secret@`);
      services.push(await RunningService.start({ yaml: yaml(name), env: { REDIS_URL: url }, slowness: 4 }));
    }
    for (const service of services) {
      await eventually(async () =>
        (await (await fetch(`${service.url}/metrics`)).text()).includes('claude_director_redis_up 1')
          ? true
          : undefined,
      );
    }
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await admin.disconnect();
    await redis.remove();
  });

  const call = (service: RunningService | undefined, path: string, body?: object) =>
    fetch(`${service?.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: 'Bearer key', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ask = async (service: RunningService | undefined) => {
    const response = await call(service, '/v1/answers', { question: QUESTION });
    return ((await response.json()) as Answer).receipt.cache;
  };

  it('share answers among their own replicas only', async () => {
    const [first, second, other] = services;
    await ask(first);
    await eventually(async () => ((await admin.keys('*:cache:value:*')).length > 0 ? true : undefined));
    expect(await ask(second)).toMatchObject({ answer: 'hit', tier: 'l2' });
    expect(await ask(other)).toMatchObject({ answer: 'miss' });
  });

  it('count their limits apart', async () => {
    const [first, second, other] = services;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await call(i % 2 === 0 ? first : second, '/v1/personas')).status);
    expect(statuses).toContain(429);
    expect((await call(other, '/v1/personas')).status).toBe(200);
  });

  it('write keys and listen to channels of their own, and are refused nothing', async () => {
    const kinds = ['cache:value', 'cache:fence', 'limit', 'bull'];
    const names = await eventually(async () => {
      const found = await admin.keys('*');
      return kinds.every((kind) => found.some((name) => name.includes(`${kind}:`))) ? found : undefined;
    });
    const channels = await admin.pubSubChannels('*');
    expect(channels.length).toBeGreaterThan(1);
    expect([...names, ...channels].filter((name) => !/^(?:alpha|beta):/.test(name))).toEqual([]);
    expect(await admin.sendCommand(['ACL', 'LOG'])).toEqual([]);
  });
});
