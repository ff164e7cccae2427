import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { problemSchema } from '../../src/api/index.js';
import { rawRequest, type RawReply } from '../support/raw-request.js';
import { QUESTION, RunningApp, withService } from '../support/running-app.js';

const ASK = JSON.stringify({ question: QUESTION });
const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\n${headers.map((header) => `${header}\r\n`).join('')}Connection: close\r\n\r\n`;
const post = (path: string, body: string, ...headers: string[]) =>
  `POST ${path} HTTP/1.1\r\n${headers.map((header) => `${header}\r\n`).join('')}Connection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const JSON_TYPE = 'Content-Type: application/json';

describe('a service on loopback', () => {
  let service: RunningApp;
  let url: string;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: 'http: { allowedHosts: [director.example.com] }' });
    url = await service.listen();
  });
  afterAll(() => service.stop());

  /** A problem in the form of its endpoint, from the one writer. */
  function expectProblem({ body, headers }: RawReply, code: string): void {
    const problem = problemSchema.parse(body.error?.data ?? body.errors?.[0]?.extensions ?? body);
    expect(problem.code).toBe(code);
    expect(headers).toMatchObject({ 'x-request-id': problem.requestId, 'x-content-type-options': 'nosniff' });
  }

  const ROUTES: [string, (host: string) => string][] = [
    ['REST', (host) => get('/v1/conversations', host)],
    ['a deletion', (host) => `DELETE /v1/conversations/cnv_x HTTP/1.1\r\n${host}\r\nConnection: close\r\n\r\n`],
    ['a question', (host) => post('/v1/answers', ASK, host, JSON_TYPE)],
    ['an event stream', (host) => post('/v1/answers', ASK, host, JSON_TYPE, 'Accept: text/event-stream')],
    ['the performance stream', (host) => get('/v1/performance/stream', host)],
    ['GraphQL', (host) => post('/graphql', '{"query":"{ personas { id } }"}', host, JSON_TYPE)],
    ['GraphQL by GET', (host) => get('/graphql?query=%7B__typename%7D', host)],
    ['MCP', (host) => post('/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', host, JSON_TYPE)],
    ['the API reference', (host) => get('/docs', host)],
    ['its document', (host) => get('/docs/openapi.json', host)],
    ['metrics', (host) => get('/metrics', host)],
    ['a path that does not exist', (host) => get('/nothing', host)],
    [
      'a WebSocket',
      (host) =>
        `GET /graphql HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    ],
  ];

  it.each(ROUTES)('shows nothing to a page that rebinds its own name, over %s', async (_route, request) => {
    const reply = await rawRequest(url, request('Host: evil.example'));
    expect(reply.status).toBe(403);
    expectProblem(reply, 'HOST_NOT_ALLOWED');
  });

  it.each(ROUTES.slice(0, -1))('refuses a request with two hosts, over %s', async (_route, request) => {
    const reply = await rawRequest(url, request('Host: localhost\r\nHost: evil.example'));
    expect(reply.status).toBe(400);
    expectProblem(reply, 'HEADER_INVALID');
  });

  it.each([
    ['a cached answer', post('/v1/answers', ASK, 'Host: evil.example', JSON_TYPE), 403],
    ['an absolute target of another site', get('http://evil.example/v1/conversations', 'Host: localhost'), 403],
    ['an absolute target under another host', get('http://localhost/v1/conversations', 'Host: evil.example'), 403],
    ['an absolute target of its own', get('http://localhost/v1/conversations', 'Host: localhost'), 200],
    ['a forwarded host', get('/v1/conversations', 'Host: evil.example', 'X-Forwarded-Host: localhost'), 403],
    [
      'a forwarded host of another site',
      get('/v1/conversations', 'Host: localhost', 'X-Forwarded-Host: evil.example'),
      200,
    ],
    ['a name with a dot at its end', get('/v1/conversations', 'Host: director.example.com.:8080'), 200],
    ['an IPv6 address', get('/v1/conversations', 'Host: [::1]:3000'), 200],
    ['no host', get('/v1/conversations'), 400],
    ['no host in HTTP/1.0', 'GET /v1/conversations HTTP/1.0\r\n\r\n', 403],
    ['a probe under any name', get('/health/ready', 'Host: pod.svc.cluster.local'), 200],
    ['a probe in HTTP/1.0', 'GET /health/live HTTP/1.0\r\n\r\n', 200],
    [
      'two keys',
      get('/v1/conversations', 'Host: localhost', 'Authorization: Bearer a', 'Authorization: Bearer b'),
      400,
    ],
    [
      'an absolute target of the MCP endpoint',
      post(
        'http://localhost/mcp',
        '{"jsonrpc":"2.0","method":"notifications/initialized"}',
        'Host: localhost',
        JSON_TYPE,
        'Accept: application/json, text/event-stream',
      ),
      202,
    ],
  ])('judges by the host that counts: %s', async (_what, request, status) => {
    // The fast path has an answer to serve.
    await service.post('/v1/answers', { question: QUESTION });
    expect((await rawRequest(url, request)).status).toBe(status);
  });

  const HOST = 'Host: localhost';
  it.each<[string, string | Buffer, number, string]>([
    ['a bad percent encoding', get('/v1/frameworks/50%', HOST), 400, 'REQUEST_MALFORMED'],
    ['a bad percent encoding that is no UTF-8', get('/v1/answers/%ff', HOST), 400, 'REQUEST_MALFORMED'],
    ['a bad percent encoding of an unknown path', get('/%zz', HOST), 400, 'REQUEST_MALFORMED'],
    ['a part of the path that is too long', get(`/v1/frameworks/${'x'.repeat(200)}`, HOST), 414, 'REQUEST_MALFORMED'],
    [
      'a method that no route takes',
      `PROPFIND /v1/answers HTTP/1.1\r\n${HOST}\r\nConnection: close\r\n\r\n`,
      404,
      'ROUTE_NOT_FOUND',
    ],
    ['a method that is none', `FETCH /v1/answers HTTP/1.1\r\n${HOST}\r\n\r\n`, 400, 'REQUEST_MALFORMED'],
    ['what is no HTTP', 'hello\r\n\r\n', 400, 'REQUEST_MALFORMED'],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00]), 400, 'REQUEST_MALFORMED'],
    ['a header without a name', get('/v1/personas', HOST, ': x'), 400, 'REQUEST_MALFORMED'],
    ['a header with a bare line break', get('/v1/personas', HOST, 'X-A: a\nX-B: b\r'), 400, 'REQUEST_MALFORMED'],
    ['headers that are too long', get('/v1/personas', HOST, `X-Long: ${'x'.repeat(20_000)}`), 431, 'REQUEST_MALFORMED'],
    [
      'two lengths',
      `POST /v1/answers HTTP/1.1\r\n${HOST}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
      400,
      'REQUEST_MALFORMED',
    ],
    [
      'a length and chunks',
      `POST /v1/answers HTTP/1.1\r\n${HOST}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'REQUEST_MALFORMED',
    ],
    [
      'a bad chunk',
      `POST /v1/answers HTTP/1.1\r\n${HOST}\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
      400,
      'REQUEST_MALFORMED',
    ],
    ['an expectation', get('/v1/personas', HOST, 'Expect: a-miracle'), 417, 'REQUEST_MALFORMED'],
    ['a tunnel', `CONNECT localhost:80 HTTP/1.1\r\n${HOST}\r\n\r\n`, 405, 'METHOD_NOT_ALLOWED'],
    [
      'another charset',
      post('/v1/answers', ASK, HOST, 'Content-Type: application/json; charset=iso-8859-1'),
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      'a compressed body',
      post('/v1/answers', gzipSync(ASK).toString('latin1'), HOST, JSON_TYPE, 'Content-Encoding: gzip'),
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      'a compressed body over GraphQL',
      post('/graphql', '{}', HOST, JSON_TYPE, 'Content-Encoding: br'),
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
    [
      'another charset over MCP',
      post('/mcp', '{}', HOST, 'Content-Type: application/json; charset="utf-16"'),
      415,
      'CONTENT_TYPE_UNSUPPORTED',
    ],
  ])('refuses %s with a problem', async (_what, request, status, code) => {
    const reply = await rawRequest(url, request);
    expect(reply.status).toBe(status);
    expectProblem(reply, code);
    expect(reply.headers['content-type']).toMatch(/^application\/(?:problem\+)?json; charset=utf-8$/);
  });

  it.each([
    'null',
    '[]',
    '5',
    '"text"',
    'true',
    '[null]',
    '{"query":5}',
    '{"query":null}',
    '{"query":["a"]}',
    '{"query":""}',
  ])('refuses the GraphQL request %s before anything is parsed', async (body) => {
    const reply = await rawRequest(url, post('/graphql', body, HOST, JSON_TYPE));
    expect(reply.status).toBe(400);
    expect(reply.body).not.toHaveProperty('data');
    expectProblem(reply, 'INPUT_INVALID');
  });

  it('refuses a GraphQL document given as its syntax tree', async () => {
    const { status, body } = await service.post('/graphql', { query: '{"kind":"Document","definitions":[]}' });
    expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_INVALID']);
  });

  it('continues after all of that', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });
});

it('the names in http.allowedHosts count where keys are required, too', () =>
  withService(
    { yaml: `access: { keys: [{ id: k, sha256: ${createHash('sha256').update('key').digest('hex')} }] }` },
    async (service) => {
      const url = await service.listen();
      const reply = await rawRequest(url, get('/v1/personas', 'Host: evil.example', 'Authorization: Bearer key'));
      expect([reply.status, reply.body.code]).toEqual([403, 'HOST_NOT_ALLOWED']);
    },
  ));
