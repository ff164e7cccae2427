// What the MCP endpoint costs: from the start of `claude-director mcp` to its first answer, and the CPU of an `ask` over
// /mcp above that of the same question over REST.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { inTurn, median, report } from './support/figures.mjs';
import { cpuOf } from './support/process-cost.mjs';
import { ROOT, startService } from './support/service.mjs';

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const STARTS = 9;
const ROUNDS = 5;
const REQUESTS = 800;

const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
const newClient = (mode) => new Client({ name: 'bench', version: '1.0.0' }, { versionNegotiation: { mode } });

async function startToFirstAsk(mode) {
  const started = performance.now();
  const client = newClient(mode);
  const args = [join(ROOT, 'bin/claude-director.mjs'), 'mcp'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, stderr: 'inherit' }));
  await client.callTool({ name: 'ask', arguments: { question: QUESTION } });
  const elapsedMs = performance.now() - started;
  await client.close();
  return elapsedMs;
}

const starts = { auto: [], legacy: [] };
for (let i = 0; i < STARTS; i++) for (const mode of Object.keys(starts)) starts[mode].push(await startToFirstAsk(mode));

const { pid, stop, url } = await startService();
const clients = { auto: newClient('auto'), legacy: newClient('legacy') };
for (const client of Object.values(clients))
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)));
const overMcp = async (mode, args) => {
  const { isError } = await clients[mode].callTool({ name: 'ask', arguments: args });
  if (isError) throw new Error('ask failed');
};
const overRest = async (args) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/answers`, { method: 'POST', headers, body: JSON.stringify(args) });
  if (!response.ok) throw new Error(`a question was answered with ${response.status}`);
  await response.arrayBuffer();
};
const endpoints = {
  rest: overRest,
  auto: (args) => overMcp('auto', args),
  legacy: (args) => overMcp('legacy', args),
};
const args = { question: QUESTION };
const sides = Object.entries(endpoints).map(([name, endpoint]) => [
  name,
  () => cpuOf(pid, REQUESTS, () => endpoint(args)),
]);
const { values, medians } = await inTurn(Object.fromEntries(sides), { rounds: ROUNDS });
const overRestMs = (name) => median(values[name].map((ms, i) => ms - values.rest[i]));
await Promise.all(Object.values(clients).map((client) => client.close()));
await stop();
rmSync(folder, { recursive: true });

report('mcp-face', {
  'start to first ask, stdio, protocols since 2026 (ms)': { measured: median(starts.auto), must: 1_500, aim: 800 },
  'start to first ask, stdio, protocols of 2025 (ms)': { measured: median(starts.legacy), must: 1_500, aim: 800 },
  'CPU of a kept answer over REST (ms)': { measured: medians.rest },
  'CPU over REST of /mcp, protocols since 2026 (ms)': { measured: overRestMs('auto'), must: 0.5 },
  'CPU over REST of /mcp, protocols of 2025 (ms)': { measured: overRestMs('legacy'), must: 0.5 },
});
