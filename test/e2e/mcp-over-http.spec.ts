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

  it('refuses a caller without a key as JSON-RPC, and says how to show one', async () => {
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
  ])('answers a body that cannot be read with a JSON-RPC error: %#', async (payload, status, code) => {
    const response = await send(payload);
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ jsonrpc: '2.0', error: { code }, id: null });
  });

  it('has no stream for messages of its own', async () => {
    const { status, body } = await service.get('/mcp', { ...BEARER, accept: 'text/event-stream' });
    expect(status).toBe(405);
    expect(body.error.code).toBe(-32_000);
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
