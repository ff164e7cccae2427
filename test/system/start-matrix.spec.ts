import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createClient } from 'redis';

import { environmentSchema } from '../../src/config/app-config.js';
import { ROOT } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { connectOverHttp } from '../support/mcp-client.js';
import { WRITTEN_BRIEF } from '../support/model-replies.js';
import { ModelServer } from '../support/model-server.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService, type RunningServiceOptions } from '../support/running-service.js';
import { describeWith, postgresServer, redisServer, startRedis } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';
import { StubHttpServer } from '../support/stub-http-server.js';
import { TokenIssuer } from '../support/token-issuer.js';

// What is shipped, `bin/serve.mjs` with the bundle, started with every documented variable and with each feature on; each
// is seen to work, because a start that succeeds does not show that what was asked for is there.

/** Variables that a start has set so far; the last test compares them with what is documented. */
const tried = new Set<string>();
const folder = mkdtempSync(join(tmpdir(), 'director-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let service: RunningService | undefined;
afterEach(() => service?.stop());

async function launch(options: RunningServiceOptions): Promise<RunningService> {
  for (const name of ['PORT', ...Object.keys(options.env ?? {})]) tried.add(name);
  return RunningService.start({ slowness: 4, ...options });
}

async function start(options: RunningServiceOptions): Promise<RunningService> {
  service = await launch(options);
  return service;
}

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

function ask(url: string, headers: Readonly<Record<string, string>> = {}, more: object = {}): Promise<Response> {
  return fetch(`${url}/v1/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ question: QUESTION, class: 'multi-persona', ...more }),
  });
}

interface Answer {
  readonly id: string;
  readonly answer: { readonly markdown: string };
  readonly receipt: {
    readonly personas: readonly { readonly backend: string }[];
    readonly enhancements: readonly { readonly server: string; readonly outcome: string }[];
  };
}

/** Collects the paths and the names of spans that arrive over OTLP/HTTP. */
async function startCollector() {
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      for (const { scopeSpans } of JSON.parse(body).resourceSpans) {
        for (const { spans } of scopeSpans) {
          for (const { name } of spans as readonly { name: string }[]) seen.push(`${request.url} ${name}`);
        }
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const services = postgresServer !== undefined && redisServer !== undefined ? postgresServer : undefined;
describeWith(services, 'the shipped service with all it can share', () => {
  const KEY = 'a-key-of-the-matrix';
  const file = join(folder, 'elsewhere.yaml');
  let url: string;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let postgres: Awaited<ReturnType<typeof newPostgresDatabase>>;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let issuer: TokenIssuer;
  let models: ModelServer;
  let shared: RunningService;

  beforeAll(async () => {
    [redis, postgres, collector, issuer, models] = await Promise.all([
      startRedis(),
      newPostgresDatabase(),
      startCollector(),
      TokenIssuer.start(),
      ModelServer.start('anthropic', { kind: 'writes', text: WRITTEN_BRIEF }),
    ]);
    writeFileSync(
      file,
      `access:
  keys: [{ id: matrix, sha256: ${hash(KEY)} }]
  jwt: ${JSON.stringify(issuer.options)}
models:
  backends:
    - id: claude
      api: anthropic
      model: claude-stub
      endpoints: [{ url: "${models.url}", apiKey: "\${ANTHROPIC_API_KEY}" }]
`,
    );
    const env = {
      HOST: '127.0.0.1',
      DIRECTOR_CONFIG: file,
      DIRECTOR_AUTH: 'auto',
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ANTHROPIC_API_KEY: 'sk-ant-matrix',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'director-of-tests',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '1',
      DATA_DIR: join(folder, 'shared'),
    };
    shared = await launch({ env });
    url = shared.url;
  });
  afterAll(async () => {
    await shared.stop();
    await models.stop();
    issuer.stop();
    collector.stop();
    await postgres.remove();
    await redis.remove();
  });

  it('requires a key of the file that DIRECTOR_CONFIG names, or a token of the issuer', async () => {
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, { authorization: `Bearer ${KEY}` })).status).toBe(200);
    const token = await issuer.sign({ exp: Math.floor(Date.now() / 1_000) + 600 });
    expect((await ask(url, { authorization: `Bearer ${token}` })).status).toBe(200);
  });

  it("is written for by Anthropic's protocol, with ANTHROPIC_API_KEY", async () => {
    const response = await ask(url, { authorization: `Bearer ${KEY}` }, { noCache: true });
    const { receipt } = (await response.json()) as Answer;
    expect(receipt.personas.map(({ backend }) => backend)).toContain('claude');
    expect(models.calls[0]?.path).toBe('/v1/messages');
    expect(JSON.stringify(models.calls[0]?.headers)).toContain('sk-ant-matrix');
  });

  it('records in PostgreSQL, shares through Redis, and its spans arrive', async () => {
    const response = await ask(url, { authorization: `Bearer ${KEY}` });
    const { id } = (await response.json()) as Answer;
    const client = new pg.Client(postgres.url);
    await client.connect();
    await eventually(async () => {
      const { rows } = await client.query('select count(*)::int as n from answers');
      return rows[0].n > 0 ? true : undefined;
    });
    await client.end();
    expect(id).toMatch(/^ans_/);
    const cache = createClient({ url: redis.url });
    await cache.connect();
    await eventually(async () => ((await cache.dbSize()) > 0 ? true : undefined));
    await cache.disconnect();
    await eventually(() => (collector.seen.includes('/v1/traces POST /v1/answers') ? true : undefined));
  });
});

describe('the shipped service for itself', () => {
  it('serves pages, GraphQL and MCP, calls MCP servers, and is written for by OPENAI_BASE_URL, on every address', async () => {
    const models = await ModelServer.start('openai', { kind: 'writes', text: WRITTEN_BRIEF });
    const stub = await StubHttpServer.start();
    const origin = 'https://pages.example';
    const dataDir = join(folder, 'own');
    try {
      const { url } = await start({
        yaml: `http: { corsOrigins: ["${origin}"] }\ngraphql: { preload: true }\nmcp:\n  servers:\n${stub.entry('stub')}`,
        env: {
          HOST: '0.0.0.0',
          DIRECTOR_AUTH: 'none',
          DATA_DIR: dataDir,
          OPENAI_BASE_URL: `${models.url}/v1`,
          OPENAI_API_KEY: 'sk-matrix',
          OPENAI_MODEL: 'matrix-model',
        },
      });
      const response = await ask(url, { origin });
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      const { receipt } = (await response.json()) as Answer;
      expect(receipt.enhancements).toContainEqual(expect.objectContaining({ server: 'stub', outcome: 'used' }));
      expect(receipt.personas.map(({ backend }) => backend)).toContain('openai');
      expect(models.calls[0]).toMatchObject({
        path: '/v1/chat/completions',
        headers: { authorization: 'Bearer sk-matrix' },
        body: { model: 'matrix-model' },
      });

      const graphql = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ personas { id } }' }),
      });
      expect(((await graphql.json()) as { data: { personas: unknown[] } }).data.personas.length).toBeGreaterThan(0);

      const client = await connectOverHttp(url);
      const result = await client.callTool({ name: 'ask', arguments: { question: QUESTION } });
      await client.close();
      expect(result.isError).not.toBe(true);

      const outside = Object.values(networkInterfaces()).flat();
      const address = outside.find((one) => one?.family === 'IPv4' && !one.internal)?.address;
      if (address !== undefined) {
        const reached = await fetch(`${url.replace('127.0.0.1', address)}/v1/frameworks`);
        expect(reached.status).toBe(200);
      }
      expect(existsSync(join(dataDir, 'director.db'))).toBe(true);
      for (const path of ['/metrics', '/docs', '/v1/performance', '/health/ready']) {
        expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
      }
    } finally {
      await models.stop();
      await stub.stop();
    }
  });

  it('requires a key with DIRECTOR_AUTH=required, also where none is in the file', async () => {
    const { url } = await start({ env: { DIRECTOR_AUTH: 'required', HOST: '0.0.0.0' } });
    expect((await ask(url)).status).toBe(401);
  });

  it.each(['fatal', 'error', 'warn', 'info', 'debug', 'verbose'])('starts with LOG_LEVEL=%s', async (level) => {
    const { url, output } = await start({ env: { LOG_LEVEL: level } });
    expect((await ask(url)).status).toBe(200);
    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    const logged = lines.map((line) => JSON.parse(line) as { level: string; context?: string });
    // The line that says where the service answers is written at every level.
    expect(logged.filter(({ context }) => context === 'Start').map((line) => line.level)).toEqual(['info']);
    const others = logged.filter(({ context }) => context !== 'Start').map((line) => line.level);
    const isQuiet = ['fatal', 'error', 'warn'].includes(level);
    expect(isQuiet ? others : others.filter((other) => other === 'warn' || other === 'error')).toEqual([]);
    if (level === 'debug' || level === 'verbose') expect(others).toContain('debug');
  });
});

describe('the documented variables', () => {
  it('have all been tried, and are all there are', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const pages = [
      readme.slice(readme.indexOf('## Configure')),
      readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8'),
    ];
    const cells = pages.flatMap((page) => page.match(/^\| `[A-Z][^|]*\|/gm) ?? []);
    const documented = new Set(cells.flatMap((cell) => cell.match(/[A-Z][A-Z_]{3,}/g) ?? []));
    expect([...documented].toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted());
    if (services !== undefined) expect([...documented].filter((name) => !tried.has(name))).toEqual([]);
  });
});
