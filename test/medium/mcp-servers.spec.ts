import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { ModernMcpServer } from '../support/modern-mcp-server.js';
import { QUESTION, RunningApp } from '../support/running-app.js';
import { isAlive, StubServer } from '../support/stub-server.js';

let service: RunningApp;
afterEach(() => service.stop());

const yamlOf = (...entries: string[]) => `mcp:\n  servers:\n${entries.join('')}`;
const ask = async () => {
  const { status, body } = await service.post('/v1/answers', {
    question: QUESTION,
    class: 'enhanced',
    noCache: true,
  });
  expect(status).toBe(200);
  return body;
};
const outcomeOf = (body: Awaited<ReturnType<typeof ask>>, id: string) =>
  body.receipt.enhancements.find(({ server }: { server: string }) => server === id)?.outcome;
/** An answer to which the server contributed. */
const helpedBy = (id: string) =>
  eventually(async () => {
    const body = await ask();
    return outcomeOf(body, id) === 'used' ? body : undefined;
  });

describe('an MCP server over HTTP of the newest protocol', () => {
  it('is asked without a session, and its findings are quoted', async () => {
    const modern = await ModernMcpServer.start();
    const entry = `    - { id: modern, transport: http, url: "${modern.url}", tool: look_up, arguments: { question: "{{question}}" } }\n`;
    service = await RunningApp.start({ yaml: yamlOf(entry) });
    const body = await helpedBy('modern');
    await modern.stop();
    expect(JSON.stringify(body.answer)).toContain('The modern server has read');
    expect(modern.received.map(({ method }) => method)).not.toContain('initialize');
    const calls = modern.received.filter(({ method }) => method === 'tools/call');
    expect(calls.length).toBeGreaterThan(0);
    for (const { headers } of calls) {
      expect(headers['mcp-session-id']).toBeUndefined();
      expect(String(headers['mcp-protocol-version'])).toMatch(/^2026-/);
    }
  });
});

describe('a server that is removed from the configuration while it is asked', () => {
  it('still contributes to that answer, and has ended after it', async () => {
    const stub = new StubServer();
    service = await RunningApp.start({ yaml: yamlOf(stub.entry('stub')) });
    await helpedBy('stub');
    stub.behave({ delayMs: 1_000 });
    const before = stub.calls;
    const answer = ask();
    await eventually(() => (stub.calls > before ? true : undefined));
    service.reconfigure('');
    await eventually(async () => {
      const { body } = await service.post('/v1/plan', { question: QUESTION, class: 'enhanced' });
      const servers = body.enhancements.map(({ server }: { server: string }) => server);
      return servers.includes('stub') ? undefined : true;
    });
    expect(outcomeOf(await answer, 'stub')).toBe('used');
    await eventually(() => (stub.pids.some(isAlive) ? undefined : true));
    expect(outcomeOf(await ask(), 'stub')).toBeUndefined();
    stub.remove();
  });
});

describe('a call slower than 95 of 100', () => {
  it('is hedged by a second one, and shown as a hedge', async () => {
    const stub = new StubServer();
    service = await RunningApp.start({
      yaml: yamlOf(stub.entry('stub', 'idempotent: true, hedging: true, ttlMs: 0, pool: { maxSessions: 1 }')),
    });
    await helpedBy('stub');
    // What is slow here must be slower than what a busy machine does to a quick call.
    stub.behave({ delayMs: 100 });
    for (let i = 0; i < 20; i++) await ask();
    stub.behave({});
    for (let i = 0; i < 60; i++) await ask();
    stub.behave({ delayMs: 1_500, slowCalls: 1 });
    const { receipt } = await ask();
    stub.remove();
    const enhancement = receipt.enhancements.find(({ server }: { server: string }) => server === 'stub');
    expect(enhancement).toMatchObject({ outcome: 'used' });
    expect(enhancement.durationMs).toBeLessThan(1_400);
    const { text } = await service.get('/metrics');
    const counted = /^claude_director_mcp_extra_attempts_total\{server="stub",kind="hedge"\} (\d+)$/m.exec(text);
    expect(Number(counted?.[1])).toBeGreaterThan(0);
    const { body } = await service.get('/v1/performance');
    const { hedges } = body.mcpServers.find(({ server }: { server: string }) => server === 'stub');
    expect(hedges).toBe(Number(counted?.[1]));
  });
});
