import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';

import { redactText } from '../../src/app/logger.js';
import { ROOT } from '../support/child.js';
import { survivesIdleConnections } from '../support/idle-connections.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';
import { Subscriber } from '../support/subscriber.js';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

describe('a client that sends slowly', () => {
  it('gets 408 within ten seconds, by default, and the service continues', () =>
    withService({ yaml: 'http: { requestTimeoutMs: 1000 }' }, async (service) => {
      const port = Number(new URL(await service.listen()).port);
      const sockets = Array.from({ length: 50 }, () => connect(port, '127.0.0.1'));
      const replies = sockets.map(
        (socket, i) =>
          new Promise<string>((resolve) => {
            let text = '';
            socket
              .on('data', (chunk) => (text += String(chunk)))
              .on('close', () => resolve(text))
              .on('error', () => undefined);
            socket.write(
              i % 2 === 0
                ? 'GET / HTTP/1.1\r\nHost: localhost\r\n'
                : 'POST /v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
            );
          }),
      );
      expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
      for (const reply of await Promise.all(replies)) expect(reply).toMatch(/^HTTP\/1\.1 408 /);
    }));

  it('finds that connections are capped, that idle ones end, and that the service continues', () =>
    survivesIdleConnections(1_000));
});

describe('an open service', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start();
  });
  afterAll(() => service.stop());

  it.each([
    ['a body beyond the limit', JSON.stringify({ question: 'x'.repeat(300_000) }), 'application/json', 413],
    ['a body of another media type', gzipSync(JSON.stringify({ question: QUESTION })), 'application/gzip', 415],
    [
      'a body in another charset',
      Buffer.from(JSON.stringify({ question: QUESTION }), 'utf16le'),
      'application/json; charset=utf-16',
      415,
    ],
    [
      'a body that is no UTF-8',
      Buffer.from([...Buffer.from('{"question":"'), 0xff, ...Buffer.from('"}')]),
      'application/json',
      400,
    ],
    ['another type', 'question=x', 'application/x-www-form-urlencoded', 415],
    ['a type with a trick', '{}', 'application/json, text/plain', 415],
    ['no type', '{}', '', 415],
    ['a deep body', '['.repeat(100_000), 'application/json', 400],
    ['a poisoned prototype', '{"__proto__": {"x": 1}, "question": "a"}', 'application/json', 400],
  ])('refuses %s', async (_, payload, type, status) => {
    const headers = type === '' ? {} : { 'content-type': type };
    const response = await service.app.inject({ method: 'POST', url: '/v1/answers', headers, payload });
    expect(response.statusCode).toBe(status);
  });

  /** Each breaks one limit; what it asks for is the same over HTTP and over WebSocket. */
  const TOO_MUCH_GRAPHQL: [string, string, RegExp][] = [
    ['depth', `{ performance ${'{ a '.repeat(12)}${'}'.repeat(12)} }`, /^at most 8 levels of fields/],
    [
      'depth within fragments',
      `{ performance { ...f } } fragment f on Performance ${'{ a '.repeat(5)} ...g ${'}'.repeat(5)} fragment g on Performance ${'{ a '.repeat(5)}${'}'.repeat(5)}`,
      /^at most 8 levels of fields/,
    ],
    [
      'aliases',
      `{ performance { ${Array.from({ length: 16 }, (_, i) => `a${i}: uptimeMs`).join(' ')} } }`,
      /^at most 15 aliases/,
    ],
    [
      'introspection',
      `{ __schema { types ${'{ fields { type '.repeat(4)}{ name }${'} }'.repeat(4)} } }`,
      /^Maximum introspection depth exceeded/,
    ],
    ['root fields', `{ ${'__typename '.repeat(11)} }`, /^at most 10 fields at the root/],
    ['directives', `{ performance { ${'uptimeMs @include(if: true) '.repeat(11)} } }`, /^at most 10 directives/],
    ['a long text', `{ ${' '.repeat(10_001)} performance { uptimeMs } }`, /^query: expected at most 10000 characters/],
  ];

  it.each(TOO_MUCH_GRAPHQL)(
    'refuses GraphQL beyond the limit of %s before it executes anything',
    async (_, query, why) => {
      const { status, body } = await service.post('/graphql', { query });
      expect({ status, data: body.data ?? null }).toEqual({ status: 400, data: null });
      // What is too long is refused before GraphQL sees it.
      const received: string[] = body.errors?.map(({ message }: { message: string }) => message) ?? [body.detail];
      expect(received).toContainEqual(expect.stringMatching(why));
    },
  );

  it('refuses GraphQL batches, and what is not served over HTTP', async () => {
    expect((await service.post('/graphql', [{ query: '{ __typename }' }])).status).toBe(400);
    const subscription = await service.post('/graphql', { query: 'subscription { performance { uptimeMs } }' });
    expect(subscription).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'subscriptions are served over WebSocket' }] },
    });
  });

  it('refuses the same over WebSocket', async () => {
    const url = await service.listen();
    const subscriber = await Subscriber.open(url);
    for (const [what, query, why] of TOO_MUCH_GRAPHQL) {
      subscriber.subscribe(what, `subscription ${query}`);
      const received = await subscriber.until(what);
      expect(received).toMatchObject([{ type: 'error' }]);
      const messages = received[0]?.payload.map(({ message }: { message: string }) => message);
      expect(messages).toContainEqual(expect.stringMatching(why));
    }
    for (const query of ['{ personas { id } }', 'mutation { ask(input: { question: "Why?" }) { id } }']) {
      subscriber.subscribe(query, query);
      const message = 'a WebSocket serves only subscriptions';
      expect(await subscriber.until(query)).toMatchObject([{ type: 'error', payload: [{ message }] }]);
    }
    subscriber.send([{ id: '1', type: 'subscribe', payload: { query: 'subscription { performance { uptimeMs } }' } }]);
    expect((await subscriber.ended()).code).toBe(4400);
    const another = await Subscriber.open(url);
    another.send({ id: '1', type: 'subscribe', payload: [{ query: 'subscription { performance { uptimeMs } }' }] });
    expect((await another.ended()).code).toBe(4400);
  });

  it('answers malformed JSON-RPC with its own errors', async () => {
    const headers = { accept: 'application/json, text/event-stream' };
    const broken = await service.post('/mcp', '{"jsonrpc": "2.0", ', headers);
    const empty = await service.post('/mcp', { hello: 1 }, headers);
    for (const { status, body } of [broken, empty]) {
      expect(status).toBe(400);
      expect([-32_700, -32_600]).toContain(body.error.code);
    }
  });

  it('sends headers that keep a browser from doing anything with an answer', async () => {
    const { headers } = await service.get('/v1/personas');
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect((await service.get('/v1/personas', { origin: 'https://evil.example' })).headers).not.toHaveProperty(
      'access-control-allow-origin',
    );
    expect((await service.get('/docs')).headers['content-security-policy']).toContain("default-src 'self'");
  });
});

it('a service without keys shows its GraphQL schema to tools', () =>
  withService({}, async (service) => {
    const { status, body } = await service.post('/graphql', { query: getIntrospectionQuery() });
    expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
    const received = printSchema(lexicographicSortSchema(buildClientSchema(body.data)));
    const committed = buildSchema(readFileSync(join(ROOT, 'docs/schema.graphql'), 'utf8'));
    expect(received).toBe(printSchema(lexicographicSortSchema(committed)));
  }));

it('a service with keys hides its GraphQL schema, over WebSocket as over HTTP', () =>
  withService({ yaml: `access: { keys: [{ id: k, sha256: ${sha256('key')}, tenant: t }] }` }, async (production) => {
    const url = await production.listen();
    const query = '{ __schema { types { name } } }';
    const why = expect.stringContaining('GraphQL introspection has been disabled');
    const { status, body } = await production.post('/graphql', { query }, bearer('key'));
    expect(status).toBe(400);
    expect(body).not.toHaveProperty('data');
    expect(body.errors[0]).toMatchObject({ message: why, extensions: { code: 'GRAPHQL_INVALID' } });
    const subscriber = await Subscriber.open(url, { headers: bearer('key') });
    for (const [id, text] of Object.entries({ query, subscription: `subscription ${query}` })) {
      subscriber.subscribe(id, text);
      const [refused, ...others] = await subscriber.until(id);
      expect(others).toEqual([]);
      expect(refused?.type).toBe('error');
      const messages = refused?.payload.map(({ message }: { message: string }) => message);
      // A subscription has no field that would disclose it.
      expect(messages).toContainEqual(id === 'query' ? why : expect.stringContaining('Cannot query field "__schema"'));
    }
    subscriber.close();
  }));

it('no request has a field for an address or a command', () => {
  const { components } = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
    components: { schemas: Record<string, { properties: object }> };
  };
  const fields = ['Ask', 'ChatRequest', 'Detect', 'KeyRequest'].flatMap((name) =>
    Object.keys(components.schemas[name]?.properties ?? {}),
  );
  expect(fields.filter((field) => /url|uri|href|host|path|command|callback|webhook|file/i.test(field))).toEqual([]);
});

describe('tokens', () => {
  const NOW = Math.floor(Date.now() / 1_000);
  let issuer: Server;
  let service: RunningApp;
  let sign: (claims?: JWTPayload, header?: object) => Promise<string>;
  let forge: (claims?: JWTPayload) => Promise<string>;
  let publicPem: string;
  const CLAIMS = {
    sub: 'user@acme',
    tenant: 'acme',
    entitlements: 'ask openid',
    iss: 'https://issuer.example',
    aud: 'director',
    exp: NOW + 300,
  };

  beforeAll(async () => {
    const [ours, theirs] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
    const jwk = { ...(await exportJWK(ours.publicKey)), kid: 'one', alg: 'RS256' };
    publicPem = JSON.stringify(jwk);
    issuer = createServer((_, reply) =>
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] })),
    );
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    const jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks`;
    service = await RunningApp.start({
      yaml: `access: { jwt: { jwksUrl: "${jwksUrl}", issuer: "https://issuer.example", audience: director } }`,
    });
    sign = (claims = {}, header = {}) =>
      new SignJWT({ ...CLAIMS, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
        .sign(ours.privateKey);
    forge = (claims = {}) =>
      new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(theirs.privateKey);
  });
  afterAll(async () => {
    await service.stop();
    issuer.closeAllConnections();
    issuer.close();
  });

  const status = async (token: string) => (await service.get('/v1/personas', bearer(token))).status;

  it('of the issuer are good on every endpoint, also when its clock is a little off', async () => {
    const token = await sign();
    expect(await status(token)).toBe(200);
    const graphql = await service.post('/graphql', { query: '{ personas { id } }' }, bearer(token));
    expect(graphql.body.errors).toBeUndefined();
    expect(await status(await sign({ exp: Math.floor(Date.now() / 1_000) - 2 }))).toBe(200);
  });

  it.each([
    ['without a signature', () => Promise.resolve(new UnsecuredJWT(CLAIMS).encode())],
    ['signed with another key', () => forge()],
    [
      'signed with the public key as a secret',
      () =>
        new SignJWT(CLAIMS).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(new TextEncoder().encode(publicPem)),
    ],
    ['for another audience', () => sign({ aud: 'another' })],
    ['from another issuer', () => sign({ iss: 'https://evil.example' })],
    ['that expired more than a minute ago', () => sign({ exp: NOW - 90 })],
    ['that are not good yet', () => sign({ nbf: NOW + 90 })],
    ['without an end', () => sign({ exp: '' as never })],
    ['without a tenant', () => sign({ tenant: null })],
    ['with a tenant that is no name', () => sign({ tenant: '../globex' })],
    ['that bring their own keys', () => sign({}, { jku: 'http://127.0.0.1:1/jwks', kid: 'two' })],
  ])('%s are refused', async (_, token) => {
    expect(await status(await token())).toBe(401);
  });

  it('of one tenant show nothing of another', async () => {
    const { body } = await service.post('/v1/answers', { question: QUESTION }, bearer(await sign()));
    const other = await sign({ tenant: 'globex' });
    expect((await service.get(`/v1/answers/${body.id}`, bearer(other))).status).toBe(404);
  });
});

describe('logs', () => {
  const canary = randomUUID().replaceAll('-', '');

  it('contain no secret and no forged line', () => {
    const text = redactText(
      `postgres://user:${canary}@db/x Bearer ${canary} cdk_${canary} sk-${canary} eyJ${canary}.${canary}.${canary}`,
    );
    expect(text).not.toContain(canary);
    expect(text).toContain('postgres://user:[redacted]@db/x');
  });

  it('nor do errors, metrics and the audit trail', async () => {
    await withService(
      { yaml: `access: { keys: [{ id: a, sha256: ${sha256(canary)}, entitlements: [ask, auditor] }] }` },
      async (service) => {
        const good = bearer(canary);
        const bad = await service.get('/v1/personas', bearer(`${canary}x`));
        await service.post('/v1/answers', { question: `${QUESTION} ${canary}` }, good);
        const missing = await service.get(`/v1/answers/ans_x%0d%0aX-Evil:1`, good);
        const [metrics, audit] = [await service.get('/metrics'), await service.get('/v1/audit', good)];
        expect(missing.headers).not.toHaveProperty('x-evil');
        for (const { text } of [bad, metrics, audit]) expect(text).not.toContain(canary);
      },
    );
  });
});
