// What the MCP face costs: from the start of `claude-director mcp` to its first answer, and the CPU of an `ask` over
// /mcp above that of the same question over REST. `npm run bench:mcp`; prints a table and, with --json, JSON.
import { spawn } from 'node:child_process';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const ROOT = join(import.meta.dirname, '..');
const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const STARTS = 9;
const ROUNDS = 7;
const REQUESTS = 800;
/** Kernel ticks a second, as `/proc` counts CPU time on Linux. */
const TICK_MS = 10;

const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
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

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startService() {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), LOG_LEVEL: 'fatal' };
  const child = spawn(process.execPath, [join(ROOT, 'dist/main.js')], { cwd: folder, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 100; i++) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return { child, url };
    await pause(100);
  }
  throw new Error('the service did not get ready');
}

/** CPU time of a process so far, user and system, milliseconds. */
function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** CPU of the service for one request, milliseconds. */
async function cpuOf(pid, request) {
  const before = cpuMs(pid);
  for (let i = 0; i < REQUESTS; i++) await request(i);
  return (cpuMs(pid) - before) / REQUESTS;
}

const starts = { auto: [], legacy: [] };
for (let i = 0; i < STARTS; i++) for (const mode of Object.keys(starts)) starts[mode].push(await startToFirstAsk(mode));

const { child, url } = await startService();
const clients = { auto: newClient('auto'), legacy: newClient('legacy') };
for (const client of Object.values(clients))
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', url)));
const overMcp = (mode, args) => clients[mode].callTool({ name: 'ask', arguments: args });
const overRest = async (args) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/v1/answers`, { method: 'POST', headers, body: JSON.stringify(args) });
  await response.arrayBuffer();
};
const faces = {
  rest: overRest,
  auto: (args) => overMcp('auto', args),
  legacy: (args) => overMcp('legacy', args),
};
const args = { question: QUESTION };
const cpu = { rest: [], auto: [], legacy: [] };
for (const face of Object.values(faces)) for (let i = 0; i < REQUESTS; i++) await face(args);
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, face] of Object.entries(faces)) cpu[name].push(await cpuOf(child.pid, () => face(args)));
}
await Promise.all(Object.values(clients).map((client) => client.close()));
child.kill('SIGTERM');
rmSync(folder, { recursive: true });

const figures = {
  'start to first ask, stdio, protocols since 2026 (ms)': { measured: median(starts.auto), must: 1_500, aim: 800 },
  'start to first ask, stdio, protocols of 2025 (ms)': { measured: median(starts.legacy), must: 1_500, aim: 800 },
  'CPU of a kept answer over REST (ms)': { measured: median(cpu.rest) },
  'CPU over REST of /mcp, protocols since 2026 (ms)': { measured: median(cpu.auto) - median(cpu.rest), must: 0.5 },
  'CPU over REST of /mcp, protocols of 2025 (ms)': { measured: median(cpu.legacy) - median(cpu.rest), must: 0.5 },
};
if (process.argv.includes('--json')) console.log(JSON.stringify(figures, undefined, 2));
else console.table(figures);
process.exitCode = Object.values(figures).every(({ measured, must = Infinity }) => measured <= must) ? 0 : 1;
