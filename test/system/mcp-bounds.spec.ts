import { once } from 'node:events';

import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../support/eventually.js';
import { freshMetrics } from '../support/fresh-metrics.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import type { McpScript } from '../support/scripted-mcp-server.mjs';
import {
  SCRIPTED_TRANSPORTS,
  startScripted,
  type ScriptedServer,
  type ScriptedTransport,
} from '../support/scripted-server.js';

// MCP servers that would occupy the event loop: by what they make it run, or by how much they say. The built service, in
// a process of its own: one that is frozen answers nothing, and does not end.

let service: RunningService;
let servers: ScriptedServer[] = [];
afterEach(async () => {
  await service.stop();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

/** The service with a server for each script, called by the name of its script. */
async function startWith(transport: ScriptedTransport, scripts: Readonly<Record<string, McpScript>>): Promise<void> {
  servers = await Promise.all(Object.values(scripts).map((script) => startScripted(transport, script)));
  const names = Object.keys(scripts);
  const entries = servers.map((server, i) => `    - ${server.entry(names[i] ?? '', 'maxResultBytes: 16777216')}\n`);
  const yaml = `mcp:\n  servers:\n${entries.join('')}`;
  service = await RunningService.start({ yaml, slowness: 4, env: { LOG_LEVEL: 'warn' } });
}

interface Receipt {
  readonly met: boolean;
  readonly enhancements: readonly { readonly server: string; readonly outcome: string }[];
  readonly degradations: readonly { readonly component: string; readonly cause: string }[];
}

async function ask(more: object = {}): Promise<Receipt> {
  const response = await fetch(`${service.url}/v1/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: QUESTION, class: 'strategic', noCache: true, ...more }),
    signal: AbortSignal.timeout(40_000),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { receipt: Receipt }).receipt;
}

/** A question that calls the servers, and meanwhile others that do not; all are answered by their deadlines. */
async function askAmongOthers(): Promise<Receipt> {
  const others = Array.from({ length: 5 }, () => ask({ enhance: 'never' }));
  const receipt = await ask();
  for (const other of await Promise.all(others)) expect(other.met).toBe(true);
  expect(receipt.met).toBe(true);
  return receipt;
}

/** Asks until every server has helped once, and a last time. */
async function allHelp(scripts: object): Promise<void> {
  const missing = new Set(Object.keys(scripts));
  await eventually(async () => {
    for (const { server, outcome } of (await askAmongOthers()).enhancements) {
      if (outcome === 'used') missing.delete(server);
    }
    return missing.size === 0 ? true : undefined;
  });
}

/** Asks until every server has been cut off, and named wherever an operator looks. */
async function allAreCutOff(scripts: object): Promise<void> {
  const missing = new Set(Object.keys(scripts));
  await eventually(async () => {
    for (const { component, cause } of (await askAmongOthers()).degradations) {
      if (cause === 'invalid_response') missing.delete(component.replace('mcp:', ''));
    }
    return missing.size === 0 ? true : undefined;
  }).catch((error: unknown) => {
    throw new Error(`not cut off: ${[...missing].join(', ')}`, { cause: error });
  });
  const report = (await (await fetch(`${service.url}/v1/performance`)).json()) as {
    mcpServers: { server: string; cutOffs: number }[];
    recommendations: { setting: string }[];
  };
  const metrics = await freshMetrics(service.url);
  for (const name of Object.keys(scripts)) {
    expect(service.output).toMatch(new RegExp(`MCP server \\\\?"${name}\\\\?" was cut off: `));
    expect(report.mcpServers.find(({ server }) => server === name)?.cutOffs).toBeGreaterThan(0);
    expect(report.recommendations.map(({ setting }) => setting)).toContain(`mcp.servers[${name}].enabled`);
    expect(metrics).toMatch(new RegExp(`mcp_cut_offs_total\\{server="${name}"\\} [1-9]`));
  }
}

async function endsOnSigterm(): Promise<void> {
  expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  const exited = once(service.process, 'exit');
  service.process.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
}

const EVIL = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!';
const tree = (depth: number): object => ({ a: depth === 0 ? {} : tree(depth - 1) });
const withSchema = (outputSchema: object, structuredContent: object): McpScript => ({
  tool: { outputSchema: { type: 'object', ...outputSchema } },
  result: { content: [{ type: 'text', text: EVIL }], structuredContent },
});
const threeTimes = { allOf: [{ $ref: '#/$defs/t' }, { $ref: '#/$defs/t' }, { $ref: '#/$defs/t' }] };
/** Every schema refuses in its own way to come to an end. */
const SCHEMAS: Readonly<Record<string, McpScript>> = {
  pattern: withSchema({ properties: { a: { type: 'string', pattern: '^(a+)+$' } } }, { a: EVIL }),
  'pattern-properties': withSchema({ patternProperties: { '^(a+)+$': { type: 'string' } } }, { [EVIL]: 'x' }),
  'property-names': withSchema({ propertyNames: { pattern: '^(a+)+$' } }, { [EVIL]: 'x' }),
  format: withSchema({ properties: { a: { type: 'string', format: 'uri-template' } } }, { a: '{a'.repeat(5_000) }),
  self: withSchema({ anyOf: [{ $ref: '#' }, { $ref: '#' }] }, { a: 1 }),
  exponential: withSchema(
    { $defs: { t: { type: 'object', properties: { a: threeTimes } } }, $ref: '#/$defs/t' },
    tree(40),
  ),
  unique: withSchema(
    { properties: { a: { type: 'array', uniqueItems: true } } },
    { a: Array.from({ length: 3_000 }, (_, i) => ({ i })) },
  ),
};
const names = Array.from({ length: 12_000 }, (_, i) => `p${i}`);
const TOO_LARGE: Readonly<Record<string, McpScript>> = {
  wide: { tool: { outputSchema: { required: names } } },
  deep: { tool: { inputSchema: JSON.parse(`${'{"items":'.repeat(3_000)}{}${'}'.repeat(3_000)}`) as object } },
};
const log = { method: 'notifications/message', params: { level: 'info', data: 'Working on it.' } };
const TALKATIVE: Readonly<Record<string, McpScript>> = {
  notifications: { before: { count: 20_000, ...log } },
  progress: {
    before: {
      count: 20_000,
      method: 'notifications/progress',
      params: { progressToken: 1, progress: 1e308, total: -1 },
    },
  },
  pings: { before: { count: 20_000, method: 'ping', isRequest: true } },
  samples: { before: { count: 20_000, method: 'sampling/createMessage', isRequest: true, params: {} } },
  answers: { before: { count: 20_000, value: { jsonrpc: '2.0', id: 77_777, result: {} } } },
  tools: { moreTools: 50_000 },
  pages: { moreTools: 10, endlessPages: true },
  'empty-pages': { endlessPages: true, list: { tools: [] } },
};

describe.each(SCRIPTED_TRANSPORTS)('MCP servers over %s', (transport) => {
  it('do not freeze the process with what they ask it to check their results by', async () => {
    await startWith(transport, SCHEMAS);
    await allHelp(SCHEMAS);
    await endsOnSigterm();
  });

  it('are cut off when the schemas of their tools are too large or too deep', async () => {
    await startWith(transport, TOO_LARGE);
    await allAreCutOff(TOO_LARGE);
  });

  it('are cut off and named when they say too much, and stall nothing', async () => {
    await startWith(transport, TALKATIVE);
    await allAreCutOff(TALKATIVE);
    await endsOnSigterm();
  });

  it('are heard when they say a good deal', async () => {
    const scripts = { busy: { before: { count: 200, ...log } } };
    await startWith(transport, scripts);
    await allHelp(scripts);
  });
});

describe('MCP servers over stdio', () => {
  it('are cut off and named when they send what is no message', async () => {
    const scripts = {
      blank: { before: { count: 400_000, value: '\n' } },
      noise: { before: { count: 100_000, value: 'still working\n' } },
    };
    await startWith('stdio', scripts);
    await allAreCutOff(scripts);
  });

  it('may write what they like to their standard error', async () => {
    const scripts = { loud: { stderrLines: 200_000 } };
    await startWith('stdio', scripts);
    await allHelp(scripts);
  });
});
