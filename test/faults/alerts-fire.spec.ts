import { setTimeout as pause } from 'node:timers/promises';

import { expect, it } from '@jest/globals';
import pg from 'pg';

import { alertsFiring } from '../support/alerting.js';
import { eventually } from '../support/eventually.js';
import { MODEL_ENV, modelYaml } from '../support/model-yaml.js';
import { ModelServer } from '../support/model-server.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { describeWith, postgresServer, promtool, redisServer, startPostgres, startRedis } from '../support/services.js';
import { StubHttpServer } from '../support/stub-http-server.js';

const ask = (service: RunningApp) => service.post('/v1/answers', { question: QUESTION, noCache: true });

/** The text of `/metrics` is made once a second at most. */
async function scrape(service: RunningApp): Promise<string> {
  await pause(1_100);
  return (await service.get('/metrics')).text;
}

async function askOften(service: RunningApp, times = 8): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < times; i++) statuses.push((await ask(service)).status);
  return statuses;
}

describeWith(promtool, 'an outage fires its alert', () => {
  it('nothing, while everything is well', async () => {
    await withService({ slowness: 1 }, async (service) => {
      const before = await scrape(service);
      await askOften(service);
      expect(alertsFiring([before, await scrape(service)])).toEqual([]);
    });
  });

  it('a configuration file with a mistake', async () => {
    await withService({ slowness: 1 }, async (service) => {
      const before = await scrape(service);
      service.reconfigure('mcp: { servers: 3 }');
      const during = await eventually(async () => {
        const text = await scrape(service);
        return /config_reload_success 0/.test(text) ? text : undefined;
      });
      expect(alertsFiring([before, during])).toEqual(['ConfigReloadFailed']);
    });
  });

  it('an MCP server that fails every call', async () => {
    const stub = await StubHttpServer.start();
    try {
      const yaml = `mcp:\n  servers:\n${stub.entry('jira')}`;
      await withService({ slowness: 1, yaml }, async (service) => {
        const before = await scrape(service);
        stub.mode = 'error500';
        const during = await eventually(async () => {
          await askOften(service);
          const text = await scrape(service);
          return /mcp_breaker_state\{server="jira"\} [12]/.test(text) ? text : undefined;
        });
        expect(alertsFiring([before, during])).toEqual(expect.arrayContaining(['DegradedAnswers', 'McpCircuitOpen']));
      });
    } finally {
      await stub.stop();
    }
  });

  it('a model that refuses every call', async () => {
    const model = await ModelServer.start('anthropic', { kind: 'refusesCall', status: 500 });
    try {
      await withService({ slowness: 1, yaml: modelYaml('anthropic', [model.url]), env: MODEL_ENV }, async (service) => {
        const before = await scrape(service);
        const during = await eventually(async () => {
          await askOften(service);
          const text = await scrape(service);
          return Number(/model_calls_total\{backend="[^"]*",outcome="failed"\} (\d+)/.exec(text)?.[1]) > 5
            ? text
            : undefined;
        });
        expect(alertsFiring([before, during])).toContain('ModelFailures');
      });
    } finally {
      await model.stop();
    }
  });
});

describeWith(promtool && redisServer, 'losing Redis fires its alert', () => {
  it('and no other', async () => {
    const redis = await startRedis();
    try {
      await withService({ slowness: 1, env: { REDIS_URL: redis.url } }, async (service) => {
        const before = await scrape(service);
        await redis.stop();
        const during = await eventually(async () => {
          await askOften(service);
          const text = await scrape(service);
          return /redis_up 0/.test(text) ? text : undefined;
        });
        expect(alertsFiring([before, during])).toEqual(['RedisAway']);
      });
    } finally {
      await redis.remove();
    }
  });
});

describeWith(promtool && postgresServer, 'losing the database fires its alerts', () => {
  it('where the audit must be written first, because every question fails', async () => {
    const postgres = await startPostgres({ fsync: 'off' });
    const yaml = `
audit: { mode: required }
store: { postgres: { statementTimeoutMs: 300, connectTimeoutMs: 300 } }
`;
    try {
      await withService({ slowness: 1, yaml, env: { DATABASE_URL: postgres.url } }, async (service) => {
        expect(await askOften(service, 2)).toEqual([200, 200]);
        const before = await scrape(service);
        await postgres.stop('SIGINT');
        expect(await askOften(service, 6)).toEqual(Array(6).fill(503));
        const during = await scrape(service);
        expect(during).toMatch(/http_requests_total\{route="\/v1\/answers",method="POST",code="503"\} 6/);
        expect(during).toMatch(/requests_failed_total\{class="[\w-]+",reason="store"\} 6/);
        expect(alertsFiring([before, during])).toEqual(
          expect.arrayContaining(['ErrorBudgetFastBurn', 'RequestsFail', 'StoreUnavailable']),
        );
      });
    } finally {
      await postgres.remove();
    }
  });

  it('which refuses single records', async () => {
    const postgres = await startPostgres({ fsync: 'off' });
    try {
      await withService({ slowness: 1, env: { DATABASE_URL: postgres.url } }, async (service) => {
        const before = await scrape(service);
        const client = new pg.Client(postgres.url);
        await client.connect();
        await client.query('alter table turns add constraint refuse check (false)');
        await client.end();
        expect(await askOften(service, 2)).toEqual([200, 200]);
        const during = await eventually(async () => {
          const text = await scrape(service);
          return /store_refused_total\{kind="turn"\} [1-9]/.test(text) ? text : undefined;
        });
        expect(alertsFiring([before, during])).toContain('RecordsRefused');
      });
    } finally {
      await postgres.remove();
    }
  });

  it('where the audit may be written later, although every question is answered', async () => {
    const postgres = await startPostgres({ fsync: 'off' });
    const yaml = 'store: { postgres: { statementTimeoutMs: 300, connectTimeoutMs: 300 } }';
    try {
      await withService({ slowness: 1, yaml, env: { DATABASE_URL: postgres.url } }, async (service) => {
        const before = await scrape(service);
        await postgres.stop('SIGINT');
        expect(await askOften(service, 2)).toEqual([200, 200]);
        const during = await eventually(async () => {
          const text = await scrape(service);
          return /store_blocked_seconds 0$/m.test(text) ? undefined : text;
        });
        expect(alertsFiring([before, during])).toContain('StoreUnavailable');
      });
    } finally {
      await postgres.remove();
    }
  });
});
