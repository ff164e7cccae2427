import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { QUESTION, RunningApp } from '../support/running-app.js';

const SERVER = join(
  import.meta.dirname,
  '../../node_modules/@modelcontextprotocol/server-sequential-thinking/dist/index.js',
);

/** As `docs/guides/mcp-servers.md` shows it, with the path of the installed server. */
const YAML = `
mcp:
  servers:
    - id: thinking
      transport: stdio
      command: ${JSON.stringify(process.execPath)}
      args: [${JSON.stringify(SERVER)}]
      tool: sequentialthinking
      arguments: { thought: "{{persona}} considers: {{question}}", thoughtNumber: 1, totalThoughts: 1, nextThoughtNeeded: false }
      result: { pointer: /thoughtHistoryLength, title: Thoughts on record }
`;

describe('@modelcontextprotocol/server-sequential-thinking over stdio', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await RunningApp.start({ yaml: YAML });
  });
  afterAll(() => service.stop());

  const ask = async () => {
    const { body } = await service.post('/v1/answers', { question: QUESTION, noCache: true });
    return body;
  };

  it('is really called, and the receipt shows the call and how long it took', async () => {
    // The first call also starts the process, which a noisy machine may not do in time.
    const answer = await eventually(async () => {
      const body = await ask();
      return body.status === 'complete' ? body : undefined;
    });
    const [, , thinking] = answer.receipt.enhancements;
    expect(thinking).toMatchObject({ server: 'thinking', tool: 'sequentialthinking', outcome: 'used' });
    expect(thinking.durationMs).toBeGreaterThan(0);
    expect(answer.receipt.met).toBe(true);
  }, 30_000);

  it('uses one process for all questions: its history grows', async () => {
    const { body: plan } = await service.post('/v1/plan', { question: QUESTION });
    expect(plan.enhancements).toContainEqual({ server: 'thinking', tool: 'sequentialthinking' });
    const before = await service.get('/v1/performance');
    await ask();
    const after = await service.get('/v1/performance');
    const used = ({ body }: typeof before) =>
      body.mcpServers.find(({ server }: { server: string }) => server === 'thinking').used;
    expect(used(after)).toBe(used(before) + 1);
  }, 30_000);
});
