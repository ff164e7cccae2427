import { expect, it } from '@jest/globals';
import pg from 'pg';
import { createClient } from 'redis';

import { describeWith, postgresServer, redisServer, startPostgres, startRedis } from '../support/services.js';

describeWith(redisServer, 'startRedis', () => {
  it('comes back after it was stopped', async () => {
    const redis = await startRedis();
    try {
      await redis.stop();
      await redis.start();
      const client = createClient({ url: redis.url });
      await client.connect();
      expect(await client.ping()).toBe('PONG');
      await client.quit();
    } finally {
      await redis.remove();
    }
  });
});

describeWith(postgresServer, 'startPostgres', () => {
  it('serves an empty database', async () => {
    const postgres = await startPostgres();
    try {
      const client = new pg.Client(postgres.url);
      await client.connect();
      expect((await client.query('select current_database() as name')).rows).toEqual([{ name: 'test' }]);
      await client.end();
    } finally {
      await postgres.remove();
    }
  });
});
