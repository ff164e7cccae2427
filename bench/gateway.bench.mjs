// Cached answers against those of an AI gateway that is built for speed: Portkey's, in front of a model provider on this
// machine. Both on one core, in turn, asked by the same callers on another one; replies of the same length.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { closedLoop } from './support/closed-loop.mjs';
import { pinClient, SERVICE_CORE } from './support/cores.mjs';
import { inTurn, median, report } from './support/figures.mjs';
import { cpuMs, memoryBytes } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { freePort, startService } from './support/service.mjs';

const CALLERS = 32;
const SECONDS = 2;
const ROUNDS = 9;
const WARM_UP = 4;
const MEGABYTE = 1_048_576;
const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const KEY = 'benchmark-key-0123456789';

pinClient();
const headers = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` };

/** Our side: the cached answer to a question, for a caller with a key. */
async function startDirector() {
  const service = await startService({
    core: SERVICE_CORE,
    yaml: `
eventLoop: { stallMs: 10000 }
access:
  limits: { key: { requests: 1000000000 }, tenant: { requests: 1000000000 } }
  keys: [{ id: bench, sha256: ${createHash('sha256').update(KEY).digest('hex')}, tenant: bench }]
`,
  });
  const request = { path: '/v1/answers', headers, body: JSON.stringify({ question: QUESTION }) };
  return { ...service, request, isHit: (_headers, body) => JSON.parse(body).receipt.cache.answer === 'hit' };
}

/** A model provider in OpenAI's protocol, with replies of so many bytes; `calls` counts how often it was asked. */
async function startProvider(bytes) {
  const provider = { calls: 0 };
  const completion = (content) =>
    JSON.stringify({
      id: 'chatcmpl-bench',
      object: 'chat.completion',
      created: 1,
      model: 'bench',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 20, completion_tokens: 400, total_tokens: 420 },
    });
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      provider.calls++;
      response.setHeader('content-type', 'application/json');
      response.end(completion('x'.repeat(Math.max(1, bytes - completion('').length))));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.url = `http://127.0.0.1:${server.address().port}/v1`;
  provider.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return provider;
}

async function startGateway(provider) {
  const port = await freePort();
  const program = join(import.meta.dirname, 'support/portkey-gateway.mjs');
  const args = ['-c', String(SERVICE_CORE), process.execPath, program, `--port=${port}`, '--headless'];
  const child = spawn('taskset', args, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 200 && !(await fetch(url).catch(() => undefined)); i++) await pause(50);
  const config = { provider: 'openai', custom_host: provider.url, api_key: KEY, cache: { mode: 'simple' } };
  const request = {
    path: '/v1/chat/completions',
    headers: { ...headers, 'x-portkey-config': JSON.stringify(config) },
    body: JSON.stringify({ model: 'bench', messages: [{ role: 'user', content: QUESTION }] }),
  };
  const isHit = (replied) => replied.get('x-portkey-cache-status') === 'HIT';
  return { pid: child.pid, url, request, isHit, stop: () => child.kill() };
}

/** Asks once. @returns the length of the reply, bytes. @throws {Error} unless it is a cached one, if it must be. */
async function askOnce({ url, request, isHit }, mustHit) {
  const { path, ...init } = request;
  const response = await fetch(`${url}${path}`, { method: 'POST', ...init });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body}`);
  if (mustHit && !isHit(response.headers, body)) throw new Error(`${url} has not cached its answer`);
  return Buffer.byteLength(body);
}

const director = await startDirector();
let [provider, gateway] = [];
try {
  await askOnce(director, false);
  const bytes = await askOnce(director, true);
  provider = await startProvider(bytes);
  gateway = await startGateway(provider);
  await askOnce(gateway, false);
  const theirBytes = await askOnce(gateway, true);
  console.log(`cached answers of ${bytes} bytes, theirs of ${theirBytes}`);

  const cpu = { director: [], gateway: [] };
  const load = { director: [], gateway: [] };
  const side =
    (name, { pid, url, request }) =>
    async () => {
      const [before, ours] = [cpuMs(pid), cpuMs()];
      const { answered, perSecond } = await closedLoop(url, {
        callers: CALLERS,
        seconds: SECONDS,
        next: () => request,
      });
      cpu[name].push((cpuMs(pid) - before) / answered);
      load[name].push((cpuMs() - ours) / (SECONDS * 1_000));
      return perSecond;
    };
  const sides = { director: side('director', director), gateway: side('gateway', gateway) };
  const { medians, ratio } = await inTurn(sides, { rounds: ROUNDS, warmUp: WARM_UP });
  for (const one of [director, gateway]) await askOnce(one, true);
  if (provider.calls !== 1)
    throw new Error(`the provider was asked ${provider.calls} times: not all were cached answers`);

  const warm = (values) => median(values.slice(WARM_UP));
  report('gateway', {
    ...rowFigure('S2', ratio('director', 'gateway')),
    'kept answers a second': { measured: medians.director },
    'kept answers of the gateway a second': { measured: medians.gateway },
    'CPU of one (ms)': { measured: warm(cpu.director) },
    'CPU of one of the gateway (ms)': { measured: warm(cpu.gateway) },
    // Near 1, who asks would be what is measured.
    'core that the callers took meanwhile (share)': { measured: warm(load.director) },
    'own memory then (MB)': { measured: memoryBytes(director.pid).anonymous / MEGABYTE },
    'own memory of the gateway then (MB)': { measured: memoryBytes(gateway.pid).anonymous / MEGABYTE },
  });
} finally {
  gateway?.stop();
  provider?.stop();
  await director.stop();
}
