import { createHash } from 'node:crypto';

import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { connectOverHttp, wholeAnswerOf } from '../support/mcp-client.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const YAML = `
access:
  keys:
    - { id: plain, sha256: ${createHash('sha256').update('plain').digest('hex')} }
    - { id: chief, sha256: ${createHash('sha256').update('chief').digest('hex')}, entitlements: [ask, critical] }
`;
const ASK = { question: QUESTION, class: 'critical' };
const QUERY = `mutation ($input: AskInput!) { ask(input: $input) { receipt { class requestedClass } } }`;

describe('class critical without the entitlement', () => {
  let service: RunningApp;
  let plain: Client;
  let lenient: Client;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
    const url = await service.listen();
    const authorization = 'Bearer plain';
    plain = await connectOverHttp(url, { headers: { authorization } });
    lenient = await connectOverHttp(url, { headers: { authorization, prefer: 'handling=lenient' } });
  });
  afterAll(async () => {
    await Promise.all([plain.close(), lenient.close()]);
    await service.stop();
  });

  it('is refused over REST, GraphQL and MCP', async () => {
    const authorization = 'Bearer plain';
    const rest = await service.post('/v1/answers', ASK, { authorization });
    expect([rest.status, rest.body.code]).toEqual([403, 'CLASS_NOT_ENTITLED']);
    const header = await service.post(
      '/v1/answers',
      { question: QUESTION },
      { authorization, 'director-class': 'critical' },
    );
    expect([header.status, header.body.code]).toEqual([403, 'CLASS_NOT_ENTITLED']);
    const { body } = await service.post('/graphql', { query: QUERY, variables: { input: ASK } }, { authorization });
    expect(body.errors[0].extensions.code).toBe('CLASS_NOT_ENTITLED');
    const tool = await plain.callTool({ name: 'ask', arguments: ASK });
    expect(tool._meta).toMatchObject({ 'claude-director/problem': { code: 'CLASS_NOT_ENTITLED' } });
  });

  it('is downgraded to strategic and disclosed for a caller that prefers a downgrade', async () => {
    const headers = { authorization: 'Bearer plain', prefer: 'respond-async, handling=lenient' };
    const disclosed = { requestedClass: 'critical', class: 'strategic' };
    const rest = await service.post('/v1/answers', ASK, headers);
    expect(rest.status).toBe(200);
    expect(rest.body.receipt).toMatchObject({ ...disclosed, deadlineMs: 500 });
    expect(rest.headers['preference-applied']).toBe('handling=lenient');
    const { body } = await service.post('/graphql', { query: QUERY, variables: { input: ASK } }, headers);
    expect(body.data.ask.receipt).toEqual(disclosed);
    const result = await lenient.callTool({ name: 'ask', arguments: { ...ASK, detail: 'full' } });
    expect(wholeAnswerOf(result)).toMatchObject({ receipt: disclosed });
  });

  it('is granted to a caller that is entitled to it', async () => {
    const { status, body, headers } = await service.post('/v1/answers', ASK, {
      authorization: 'Bearer chief',
      prefer: 'handling=lenient',
    });
    expect(status).toBe(200);
    expect(body.receipt).toMatchObject({ requestedClass: 'critical', class: 'critical', deadlineMs: 100 });
    expect(headers['preference-applied']).toBeUndefined();
  });
});
