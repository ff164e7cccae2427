import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, json } from 'fast-check';

import { RunningApp } from '../support/running-app.js';

const KEY = 'key-of-acme';
const yaml = `
http: { allowedHosts: [director.example.com], bodyLimitBytes: 65536 }
access: { keys: [{ id: acme, tenant: acme, sha256: ${createHash('sha256').update(KEY).digest('hex')} }] }
`;
const BEARER = { authorization: `Bearer ${KEY}` };
const ACCEPT = { accept: 'application/json, text/event-stream' };
const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('/mcp', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml });
  });
  afterAll(() => service.stop());

  const send = (message: unknown, headers: Record<string, string> = {}) =>
    service.post('/mcp', message, { ...ACCEPT, ...BEARER, ...headers });

  it('refuses a caller without a key with a JSON-RPC error that says how to send one', async () => {
    const { status, headers, body } = await service.post('/mcp', LIST, ACCEPT);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(body).toMatchObject({
      jsonrpc: '2.0',
      error: { code: -32_000, data: { code: 'UNAUTHENTICATED' } },
      id: null,
    });
  });

  it.each([
    [{ host: 'evil.example.com' }, 403],
    [{ host: 'localhost:3000', origin: 'http://evil.example.com' }, 403],
    [{ host: 'director.example.com', origin: 'https://director.example.com' }, 200],
    [{ host: 'localhost:3000', origin: 'http://localhost:6274' }, 200],
  ])('answers %p with %i', async (headers, expected) => {
    const { status, body } = await send(LIST, headers);
    expect(status).toBe(expected);
    if (status === 403) expect(body.error.data.code).toBe('HOST_NOT_ALLOWED');
  });

  it.each([
    ['{"jsonrpc":', 400, -32_700],
    ['', 400, -32_700],
    [JSON.stringify({ ...LIST, params: { padding: 'x'.repeat(70_000) } }), 413, -32_000],
  ])('replies to a malformed body with a JSON-RPC error: %#', async (payload, status, code) => {
    const response = await send(payload);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ jsonrpc: '2.0', error: { code }, id: null });
  });

  it('has no stream for messages of its own', async () => {
    const { status, body } = await service.get('/mcp', { ...BEARER, accept: 'text/event-stream' });
    expect(status).toBe(405);
    expect(body.error.code).toBe(-32_000);
  });

  it.each(['TRACE', 'PUT', 'PATCH', 'PROPFIND', 'OPTIONS'])(
    'refuses %s with 405, and says what it takes',
    async (method) => {
      const headers = { ...BEARER, ...ACCEPT, host: 'localhost:3000' };
      const response = await service.app.inject({ method: method as 'PUT', url: '/mcp', headers });
      expect(response.statusCode).toBe(405);
      expect(response.headers['allow']).toBe('POST, DELETE');
      expect(response.json()).toMatchObject({
        jsonrpc: '2.0',
        error: { data: { code: 'METHOD_NOT_ALLOWED' } },
        id: null,
      });
    },
  );

  const result = async (message: object, url = '/mcp', accept: Record<string, string> = ACCEPT) => {
    const headers = { ...BEARER, ...accept, host: 'localhost:3000', 'content-type': 'application/json' };
    const payload = JSON.stringify({ jsonrpc: '2.0', id: 1, ...message });
    const { statusCode, payload: text } = await service.app.inject({ method: 'POST', url, headers, payload });
    expect(statusCode).toBe(200);
    return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as {
      result?: object;
      error?: { code: number; message: string };
    };
  };

  it.each(['/mcp/', '/mcp/?session=1'])('is found at %s as well', async (url) => {
    expect(await result({ method: 'ping' }, url)).toMatchObject({ result: {} });
  });

  it('answers clients that accept anything', async () => {
    expect(await result({ method: 'ping' }, '/mcp', { accept: '*/*' })).toMatchObject({ result: {} });
  });

  const plan = {
    question: 'Should we move to a monorepo?',
    role: null,
    personas: null,
    class: null,
    conversationId: null,
  };
  it.each([
    [{ method: 'tools/list', params: null }],
    [{ method: 'tools/list', params: { cursor: null, _meta: null } }],
    [{ method: 'resources/list', params: { cursor: null } }],
    [{ method: 'tools/call', params: { name: 'list_personas', arguments: null } }],
    [{ method: 'tools/call', params: { name: 'plan', arguments: plan, _meta: { progressToken: null } } }],
    [{ method: 'prompts/get', params: { name: 'camille', arguments: { question: 'What now?', role: null } } }],
    [
      {
        method: 'completion/complete',
        params: { ref: { type: 'ref/prompt', name: 'camille' }, argument: { name: 'role', value: 'V' }, context: null },
      },
    ],
  ])('takes null for what is optional: %j', async (message) => {
    const answer = await result(message);
    expect(answer.error).toBeUndefined();
    expect(answer.result).not.toHaveProperty('isError');
  });

  it.each([
    [{ method: 'tools/list', params: { cursor: 5 } }, 'tools/list: params.cursor: '],
    [{ method: 'tools/call', params: {} }, 'tools/call: params.name: '],
    [
      { method: 'prompts/get', params: { name: 'camille', arguments: { question: 5 } } },
      'prompts/get: params.arguments.question: ',
    ],
    [{ method: 'initialize', params: {} }, 'initialize: params.protocolVersion: '],
  ])('says what is wrong with the parameters: %j', async (message, beginning) => {
    const { error } = await result(message);
    expect(error?.code).toBe(-32_602);
    expect(error?.message.startsWith(beginning)).toBe(true);
    expect(error?.message).not.toMatch(/[[\]{}\n]/);
  });

  it('never answers 500, whatever JSON it is sent', async () => {
    await assert(
      asyncProperty(json(), json(), async (message, params) => {
        expect((await send(message)).status).toBeLessThan(500);
        const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":${params}}}`;
        expect((await send(call)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});
