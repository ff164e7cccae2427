import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import type { McpScript } from '../support/scripted-mcp-server.mjs';
import {
  SCRIPTED_TRANSPORTS,
  ScriptedHttpServer,
  startScripted,
  type ScriptedServer,
} from '../support/scripted-server.js';

// MCP servers that answer properly in another spelling, or with nothing: no good result is turned away, and nothing to
// quote is no failure.

let service: RunningApp;
let servers: ScriptedServer[] = [];
afterEach(async () => {
  await service.stop();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

async function startWith(entries: readonly string[]): Promise<void> {
  service = await RunningApp.start({
    yaml: `mcp:\n  servers:\n${entries.map((entry) => `    - ${entry}\n`).join('')}`,
  });
}

async function ask() {
  const { status, headers, body } = await service.post('/v1/answers', {
    question: QUESTION,
    class: 'strategic',
    noCache: true,
  });
  expect(status).toBe(200);
  const outcomes: Record<string, string> = Object.fromEntries(
    body.receipt.enhancements.map(({ server, outcome }: { server: string; outcome: string }) => [server, outcome]),
  );
  return { outcomes, status: body.status, degraded: headers['degraded'], text: JSON.stringify(body.answer) };
}

/** Asks until every server has the outcome that is expected of it. */
async function outcomesAre(expected: Readonly<Record<string, string>>) {
  let latest: Awaited<ReturnType<typeof ask>> | undefined;
  await eventually(async () => {
    latest = await ask();
    const { outcomes } = latest;
    return Object.entries(expected).every(([server, outcome]) => outcomes[server] === outcome) ? true : undefined;
  }, 20_000).catch(() => undefined);
  expect(latest?.outcomes).toMatchObject(expected);
  return latest;
}

const text = (said: string) => ({ type: 'text', text: said });
const GOOD = 'Deploys wait for the infra group.';
/** Every script is used, whatever else it says. */
const USABLE: Readonly<Record<string, McpScript>> = {
  structured: { result: { structuredContent: { finding: GOOD } } },
  'structured-null-content': { result: { content: null, structuredContent: { result: GOOD } } },
  'structured-list': { result: { content: [], structuredContent: [{ text: GOOD }] } },
  'unknown-block': { result: { content: [{ type: 'hologram', payload: {} }, null, text(GOOD)] } },
  'empty-parts': {
    result: {
      content: [{ ...text(GOOD), annotations: null, _meta: [] }],
      structuredContent: null,
      isError: null,
      _meta: null,
    },
  },
  'no-cursor': { list: { nextCursor: null, _meta: null } },
  'empty-cursor': { list: { nextCursor: '' } },
  'empty-tool': {
    tool: {
      title: null,
      description: null,
      annotations: null,
      outputSchema: null,
      icons: [],
      inputSchema: null,
      _meta: '',
    },
  },
  'other-tools': { list: { tools: [null, { name: null }, { name: 'other', inputSchema: 7 }, { name: 'look_up' }] } },
  handshake: { initialize: { serverInfo: null, instructions: null, capabilities: null, _meta: null } },
  'schema-without-structure': { tool: { outputSchema: { type: 'object', required: ['a'] } } },
  'null-error': { envelope: { error: null } },
  resource: { result: { content: [{ type: 'resource', resource: { uri: 'file:///a', text: GOOD } }] } },
};
/** Every script is a proper answer without anything to quote. */
const EMPTY: Readonly<Record<string, McpScript>> = {
  'no-content': { result: { content: [] } },
  nothing: { result: {} },
  'no-result': { result: null },
  'null-content': { result: { content: null, structuredContent: null } },
  blank: { result: { content: [text('  \n')] } },
  picture: { result: { content: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] } },
};

describe.each(SCRIPTED_TRANSPORTS)('MCP servers over %s', (transport) => {
  it('are used however they spell what they say, and are no outage with nothing to say', async () => {
    const scripts = { ...USABLE, ...EMPTY };
    servers = await Promise.all(Object.values(scripts).map((script) => startScripted(transport, script)));
    await startWith(servers.map((server, i) => server.entry(Object.keys(scripts)[i] ?? '')));
    const expected = {
      ...Object.fromEntries(Object.keys(USABLE).map((name) => [name, 'used'])),
      ...Object.fromEntries(Object.keys(EMPTY).map((name) => [name, 'nothing'])),
    };
    expect(await outcomesAre(expected)).toMatchObject({ status: 'complete', degraded: undefined });
    // More than enough for a circuit to open, or for advice on the time-out.
    for (let i = 0; i < 20; i++) await ask();
    const { body } = await service.get('/v1/performance');
    for (const { server, breaker, lost, outcomes } of body.mcpServers) {
      expect({ server, breaker }).toEqual({ server, breaker: 'closed' });
      if (server in EMPTY)
        expect({ server, failed: outcomes.failed, few: lost < 5 }).toEqual({ server, failed: 0, few: true });
    }
  });
});

describe('an MCP server over HTTP', () => {
  it.each([
    [
      '400 of the protocol',
      400,
      '{"jsonrpc":"2.0","error":{"code":-32000,"message":"Bad Request: No valid session"},"id":null}',
    ],
    ['400 without a body', 400, ''],
    ['410', 410, 'Gone'],
  ])('has its session opened again when it has lost it, and says so by %s', async (_name, status, body) => {
    const server = await ScriptedHttpServer.start({});
    servers = [server];
    await startWith([server.entry('forgetful')]);
    await outcomesAre({ forgetful: 'used' });
    server.unknownSession = { status, body };
    for (const initialized of [2, 3]) {
      server.forgetSessions();
      expect((await ask()).outcomes).toMatchObject({ forgetful: 'used' });
      expect(server.initialized).toBe(initialized);
    }
  });

  it('is probed on another session when it has lost one, however it says so', async () => {
    const server = await ScriptedHttpServer.start({});
    servers = [server];
    await startWith([server.entry('forgetful', 'breaker: { minimumThroughput: 2 }')]);
    await outcomesAre({ forgetful: 'used' });
    server.unknownSession = { status: 500, body: 'unknown caller' };
    server.forgetSessions();
    await outcomesAre({ forgetful: 'open' });
    await outcomesAre({ forgetful: 'used' });
    expect(server.initialized).toBeGreaterThan(1);
  });

  it('is found behind a redirect to its path with a slash', async () => {
    const server = await ScriptedHttpServer.start({});
    servers = [server];
    server.redirectTo = '/mcp/';
    await startWith([server.entry('moved')]);
    await outcomesAre({ moved: 'used' });
  });
});

describe('the built-in servers', () => {
  it('are no outage when they have nothing to say', async () => {
    service = await RunningApp.start();
    for (let i = 0; i < 8; i++) {
      const { headers, body } = await service.post('/v1/answers', {
        question: 'Should we move to a monorepo?',
        class: 'strategic',
        noCache: true,
      });
      expect(body.status).toBe('complete');
      expect(headers['degraded']).toBeUndefined();
      expect(body.receipt.enhancements[0]).toMatchObject({ server: 'builtin:analysis', outcome: 'nothing' });
    }
    const { body } = await service.get('/v1/performance');
    expect(body.mcpServers[0]).toMatchObject({ server: 'builtin:analysis', breaker: 'closed', lost: 0 });
  });
});
