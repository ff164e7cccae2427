// The figures of trust: what access costs, and that nothing said is lost, late or seen by another tenant, whatever
// happens to the process. By default a twentieth of everything, `--size 1` for all of it, which takes half an hour; `cost lives`
// runs only the parts named.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import 'reflect-metadata';
import { Reflector } from '@nestjs/core';

import { AccessGuard } from '../dist/access/access.guard.js';
import { Authenticator } from '../dist/access/authenticator.js';
import { Idempotency } from '../dist/access/idempotency.js';
import { Limits, memoryCounter } from '../dist/access/limits.js';
import { RequestAuthorizer } from '../dist/access/request-authorizer.js';
import { newId, SystemClock } from '../dist/core/index.js';
import { AuditTrail, ConversationStore, Journal } from '../dist/conversations/index.js';
import { Store } from '../dist/store/index.js';
import { startPostgres } from './scale/stores.mjs';
import { median, quantile, report } from './support/figures.mjs';
import { pinToCore, threadCpuUs } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { ROOT, startService } from './support/service.mjs';

const { values: asked, positionals } = parseArgs({
  options: { size: { type: 'string', default: '0.05' } },
  allowPositionals: true,
});
/** Share of the full size. */
const SIZE = Number(asked.size);
/** A number of the full size, as it is now: for use, and for a title. */
const sized = (full, least = 1) => Math.max(least, Math.round(full * SIZE));
const shown = (...size) => sized(...size).toLocaleString('en');
const LIVES = [1_000, 10];
const KILLS = [200, 5];
const TURNS = [1_000_000];
const OPERATIONS = [1_000_000];
const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
const TENANTS = ['acme', 'globex'];
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const keyOf = (tenant) => `key-of-${tenant}-0123456789`;
const PLENTY = '{ requests: 1000000000, answers: 1000000 }';
// Nothing is shed because the machine is busy with measuring.
const YAML = `
eventLoop: { stallMs: 10000 }
access:
  keys: [${TENANTS.map((tenant) => `{ id: ${tenant}, sha256: ${sha256(keyOf(tenant))}, tenant: ${tenant} }`).join()}]
  limits: { key: ${PLENTY}, tenant: ${PLENTY} }
`;
const clock = new SystemClock();
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** One request as a tenant, or without a key; over kept-alive connections, as a client under load asks. */
function send(url, path, { method = 'GET', body, tenant, headers = {} } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = {
    ...(text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    ...(tenant === undefined ? {} : { authorization: `Bearer ${keyOf(tenant)}` }),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, agent, headers: all }, (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk) => (received += chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: received }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}
const ask = (url, options, more = {}) =>
  send(url, '/v1/answers', {
    method: 'POST',
    body: { question: QUESTION, class: 'multi-persona', ...more },
    ...options,
  });

/** `work` for each item, so many at once. */
async function forEach(items, atOnce, work) {
  const rest = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** Where the service is measured, and where the requests come from. */
const [SERVICE_CORE, CLIENT_CORE] = cpus().length > 1 ? [1, 0] : [0, 0];

/**
 * CPU of a cached answer to a caller with a key and limits over that of one without, microseconds: in many short rounds,
 * in which two processes take turns on one core, each difference that of neighbours in time.
 *
 * @returns the median of the differences by kind of caller.
 */
async function accessCost() {
  pinToCore(CLIENT_CORE);
  const core = SERVICE_CORE;
  const open = await startService({ yaml: 'eventLoop: { stallMs: 10000 }', core });
  const guarded = await startService({ yaml: YAML, core });
  const callers = {
    anonymous: () => ask(open.url),
    known: () => ask(guarded.url, { tenant: 'acme' }),
    once: () => ask(guarded.url, { tenant: 'acme', headers: { 'idempotency-key': newId('req') } }),
  };
  const rounds = sized(100, 30);
  const costOf = async (caller, requests = 400) => {
    const { pid } = caller === 'anonymous' ? open : guarded;
    const before = threadCpuUs(pid);
    await forEach(Array(requests).keys(), 8, async () => {
      const { status, text } = await callers[caller]();
      if (status !== 200) throw new Error(`${caller}: ${status} ${text}`);
    });
    return (threadCpuUs(pid) - before) / requests;
  };
  // Until the code is hot, nothing is reported.
  for (let round = 0; round < 15; round++) {
    for (const caller of Object.keys(callers)) await costOf(caller, caller === 'once' ? 50 : 400);
  }
  const plain = [];
  const added = { known: [], once: [] };
  for (let round = 0; round < rounds; round++) {
    for (const caller of Object.keys(added)) {
      // Every key is written twice: more of them would measure the disk.
      if (caller === 'once' && round % 5 > 0) continue;
      // Before and after, so that a machine that gets slower meanwhile does not count as a difference.
      const before = await costOf('anonymous');
      const cost = await costOf(caller, caller === 'once' ? 100 : 400);
      const floor = (before + (await costOf('anonymous'))) / 2;
      plain.push(floor);
      added[caller].push(cost - floor);
    }
  }
  await open.stop();
  await guarded.stop();
  console.log(`a cached answer without a key: ${median(plain).toFixed(0)} µs; ${rounds} rounds`);
  const shares = Object.entries(added).map(([caller, differences]) => {
    const [low, middle, high] = medianWithSpread(differences);
    console.log(`${caller}: +${middle.toFixed(1)} µs (${low.toFixed(1)} to ${high.toFixed(1)})`);
    return [caller, middle];
  });
  return Object.fromEntries(shares);
}

/** The median, between the bounds that hold the true one 95 times of 100. */
function medianWithSpread(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const margin = 0.98 * Math.sqrt(sorted.length);
  const at = (i) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(i)))];
  const middle = (sorted.length - 1) / 2;
  return [at(middle - margin), at(middle), at(middle + margin)];
}

/** The same within one process, and nothing else: who is calling, what is left of the limits, and the headers. */
async function accessAlone() {
  const keys = TENANTS.map((tenant) => ({
    id: tenant,
    sha256: sha256(keyOf(tenant)),
    tenant,
    entitlements: ['ask'],
  }));
  const authenticator = new Authenticator(
    { requiresKey: true, keys, anonymousEntitlements: [], graceMs: 0 },
    { findByPrefix: async () => undefined },
    undefined,
    clock,
  );
  const quota = { requests: 1e9, answers: 1e6 };
  const limits = new Limits(
    { windowSeconds: 60, key: quota, tenant: quota },
    memoryCounter,
    clock,
    authenticator.anonymous,
  );
  const guard = new AccessGuard(new RequestAuthorizer(authenticator, limits), new Reflector());
  const idempotency = new Idempotency({});
  const headers = {};
  const reply = { header: (name, value) => (headers[name] = value) };
  const request = {
    headers: { authorization: `Bearer ${keyOf('acme')}` },
    body: {},
    caller: null,
    authorization: null,
  };
  const handler = () => undefined;
  const execution = {
    getType: () => 'http',
    getHandler: () => handler,
    getClass: () => Map,
    switchToHttp: () => ({ getRequest: () => request, getResponse: () => reply }),
  };
  const calls = sized(100_000, 20_000);
  const costs = [];
  for (let round = 0; round < 9; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < calls; i++) {
      await guard.canActivate(execution);
      idempotency.once({ request, reply }, handler);
    }
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / calls);
  }
  if (!String(headers['RateLimit']).startsWith('"key";r=')) throw new Error('the limits were not disclosed');
  return median(costs.slice(2));
}

/** 1,000 conversations of 20 turns each at once, every turn at another of two replicas; turns lost or out of order. */
async function conversations(databaseUrl) {
  const env = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
  // One SQLite file is one replica's.
  const replicas = [await startService({ yaml: YAML, env })];
  if (databaseUrl !== undefined) replicas.push(await startService({ yaml: YAML, env }));
  const count = sized(...LIVES);
  const talks = Array.from({ length: count }, () => ({ id: undefined, said: [] }));
  for (let n = 0; n < 20; n++) {
    await forEach(talks.entries(), 64, async ([i, talk]) => {
      const question = `Turn ${n} of ${i}: what does the infra group do about our deploys?`;
      const more = { question, conversationId: talk.id, enhance: 'never', noCache: true };
      for (;;) {
        const { status, text } = await ask(replicas[(i + n) % replicas.length].url, { tenant: 'acme' }, more);
        if (status === 200) {
          talk.id = JSON.parse(text).conversationId;
          talk.said.push(question);
          return;
        }
        if (status !== 503 && status !== 429) throw new Error(`${status}: ${text}`);
        await pause(50);
      }
    });
  }
  await pause(500);
  let wrong = 0;
  await forEach(talks, 16, async ({ id, said }) => {
    const { text } = await send(replicas[0].url, `/v1/conversations/${id}/turns?limit=100`, { tenant: 'acme' });
    const stored = JSON.parse(text).items.map(({ question }) => question);
    wrong += said.filter((question, i) => stored[i] !== question).length + Math.max(0, stored.length - said.length);
  });
  for (const { stop } of replicas) await stop();
  return wrong;
}

/** A process that writes durably is killed, again and again: what it acknowledged and lost, and broken chains. */
async function kills() {
  const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
  const options = { kind: 'sqlite', file: join(folder, 'director.db') };
  const acknowledged = [];
  const deaths = sized(...KILLS);
  for (let death = 0; death < deaths; death++) {
    const writer = spawn(process.execPath, [join(ROOT, 'bench/support/durable-writer.mjs'), JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    const killAt = 270 + ((death * 379) % 8_000);
    writer.stdout.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
      if (said.length > killAt) writer.kill('SIGKILL');
    });
    await once(writer, 'close');
    acknowledged.push(...said.split('\n').slice(0, -1));
  }
  const store = await Store.open(options, clock);
  const { break: broken } = await new AuditTrail(store).verify('bench');
  await store.close();
  const db = new DatabaseSync(options.file);
  const idsIn = (sql) =>
    new Set(
      db
        .prepare(sql)
        .all()
        .map(({ id }) => id),
    );
  const answers = idsIn('select id from answers');
  const audited = idsIn(`select json_extract(body, '$.resource') as id from audit`);
  db.close();
  rmSync(folder, { recursive: true });
  const lost = acknowledged.filter((id) => !answers.has(id) || !audited.has(id)).length;
  console.log(`${deaths} kills, ${acknowledged.length} acknowledged writes`);
  return { lost, breaks: broken === undefined ? 0 : 1 };
}

/** p95 of a page of 50 turns of one conversation among many, milliseconds. */
async function pages(options) {
  const store = await Store.open(options, clock);
  const journal = new Journal({ maxEntries: 100_000, maxBytes: 1e9, lingerMs: 50 }, store, clock);
  const conversationStore = new ConversationStore({ historyTurns: 50 }, store, journal, clock);
  const [total, each] = [sized(...TURNS), 200];
  const ids = Array.from({ length: total / each }, () => conversationStore.start('acme'));
  for (let n = 0; n < total; n++) {
    const turn = { question: `${n}: ${QUESTION}`, answerId: newId('ans'), lead: 'diego', frameworks: ['okr'] };
    // Turns of a conversation lie apart, as they do when many are held at once.
    conversationStore.append('acme', ids[n % ids.length], turn);
    if (n % 20_000 === 19_999) await journal.flush();
  }
  await journal.flush();
  const took = [];
  for (let i = 0; i < 4_000; i++) {
    const id = ids[Math.floor(Math.random() * ids.length)];
    const started = performance.now();
    const { items } = await conversationStore.turns(
      'acme',
      id,
      50,
      String(1 + Math.floor(Math.random() * (each - 51))),
    );
    took.push(performance.now() - started);
    if (items.length !== 50) throw new Error('a page is not full');
  }
  await store.close();
  return quantile(took, 0.95);
}

/**
 * Random operations of two tenants over REST, GraphQL, server-sent events and MCP, on each other's ids too; replies in
 * which something of the other one shows: a word that only it says, or an id of what is its.
 */
async function crossTenantReads() {
  const service = await startService({ yaml: YAML });
  const owners = new Map();
  const pools = { acme: { ans: [], cnv: [] }, globex: { ans: [], cnv: [] } };
  const seen = { operations: 0, found: 0, refused: 0, crossed: 0 };
  const pick = (list) => list[Math.floor(Math.random() * list.length)];
  const anyId = (kind) => pick(pools[pick(TENANTS)][kind]) ?? `${kind}_00000000000000000000000000`;
  const question = (tenant) =>
    Math.random() < 0.5
      ? `How should squad ${Math.floor(Math.random() * 300)} share the platform budget?`
      : `How should the ${tenant}only team of squad ${Math.floor(Math.random() * 300)} plan its roadmap?`;
  const graphql = (query, variables) => ['/graphql', { method: 'POST', body: { query, variables } }];
  const tool = (name, args) => [
    '/mcp',
    {
      method: 'POST',
      headers: { accept: 'application/json, text/event-stream' },
      body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
    },
  ];
  const post = (path, body, headers = {}) => [path, { method: 'POST', body, headers }];
  const operations = [
    (tenant) => post('/v1/answers', { question: question(tenant), enhance: 'never' }),
    (tenant) => post('/v1/answers', { question: question(tenant), enhance: 'never', conversationId: anyId('cnv') }),
    (tenant) => post('/v1/answers', { question: question(tenant), enhance: 'never' }, { accept: 'text/event-stream' }),
    (tenant) =>
      post('/v1/answers', { question: question(tenant) }, { 'idempotency-key': `k${Math.floor(Math.random() * 500)}` }),
    (tenant) => post('/v1/plan', { question: question(tenant), conversationId: anyId('cnv') }),
    () => [`/v1/answers/${anyId('ans')}`],
    () => [`/v1/answers/${anyId('ans')}/events`],
    () => [`/v1/conversations/${anyId('cnv')}`],
    () => [`/v1/conversations/${anyId('cnv')}/turns`],
    () => [`/v1/conversations/${anyId('cnv')}/export${pick(['', '?format=markdown'])}`],
    () => ['/v1/conversations?limit=5'],
    () => ['/v1/audit?limit=5'],
    (tenant) =>
      graphql('mutation ($i: AskInput!) { ask(input: $i) { id conversationId answer { markdown } } }', {
        i: { question: question(tenant) },
      }),
    () => graphql('query ($i: ID!) { answer(id: $i) { id conversationId } }', { i: anyId('ans') }),
    () =>
      graphql(
        'query ($i: ID!) { conversation(id: $i) { id title } turns(conversationId: $i) { items { question answerId } } }',
        { i: anyId('cnv') },
      ),
    () => graphql('{ conversations(limit: 5) { items { id title } } }'),
    (tenant) => tool('ask', { question: question(tenant) }),
    (tenant) => tool('ask', { question: question(tenant), conversationId: anyId('cnv') }),
  ];
  const reads = operations.slice(5, 12);
  const deletion = () => [`/v1/conversations/${anyId('cnv')}`, { method: 'DELETE' }];
  await forEach(Array(sized(...OPERATIONS)).keys(), 16, async () => {
    const tenant = pick(TENANTS);
    const other = TENANTS.find((one) => one !== tenant);
    const chance = Math.random();
    const [path, options] = (chance < 0.002 ? deletion : chance < 0.6 ? pick(reads) : pick(operations))(tenant);
    const { status, text } = await send(service.url, path, { ...options, tenant });
    seen.operations++;
    seen[status < 300 ? 'found' : 'refused']++;
    if (status >= 500 && status !== 503) throw new Error(`${status}: ${text}`);
    // An id that was refused is repeated in the refusal.
    // And the trail of a tenant names what it was refused.
    const said = path.startsWith('/v1/audit') ? text.replaceAll(/"resource":"[^"]*"/g, '') : text;
    const given = new Set(JSON.stringify([path, options?.body ?? null]).match(/(?:ans|cnv)_[0-9a-z]{26}/g));
    const shown = (said.match(/(?:ans|cnv)_[0-9a-z]{26}/g) ?? []).filter((id) => !given.has(id));
    const isRead = status < 300 && [...given].some((id) => owners.get(id) === other && path.includes(id));
    if (isRead || text.includes(`${other}only`) || shown.some((id) => owners.get(id) === other)) {
      seen.crossed++;
      console.error(
        `as ${tenant}: ${options?.method ?? 'GET'} ${path} ${JSON.stringify(options?.body)} gave ${status}: ${text.slice(0, 400)}`,
      );
    }
    for (const id of shown) {
      if (owners.has(id)) continue;
      owners.set(id, tenant);
      const pool = pools[tenant][id.slice(0, 3)];
      if (pool.length < 300) pool.push(id);
      else pool[Math.floor(Math.random() * 300)] = id;
    }
  });
  await service.stop();
  console.log(seen);
  return seen.crossed;
}

async function withPostgres(work) {
  const { url, stop } = await startPostgres();
  try {
    return await work(url);
  } finally {
    await stop();
  }
}
async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PARTS = {
  async cost() {
    const alone = await accessAlone();
    const { known, once: unique } = await accessCost();
    return {
      'guard, limits and idempotency by themselves, CPU (µs)': { measured: alone, must: 25, aim: 12 },
      ...rowFigure('S9 access', known),
      'the same with a new Idempotency-Key each, CPU (µs)': { measured: unique },
    };
  },
  async lives() {
    return {
      [`${shown(...LIVES)} conversations × 20 turns, SQLite: lost or out of order`]: {
        measured: await conversations(),
        must: 0,
      },
      [`${shown(...LIVES)} conversations × 20 turns, Postgres, two replicas: lost or out of order`]: {
        measured: await withPostgres(conversations),
        must: 0,
      },
    };
  },
  async kills() {
    const { lost, breaks } = await kills();
    return {
      [`${shown(...KILLS)} SIGKILLs: acknowledged durable writes lost`]: { measured: lost, must: 0 },
      [`${shown(...KILLS)} SIGKILLs: breaks of the audit chain`]: { measured: breaks, must: 0 },
    };
  },
  async pages() {
    const postgres = { minConnections: 2, maxConnections: 10, statementTimeoutMs: 10_000, connectTimeoutMs: 2_000 };
    return {
      [`${shown(...TURNS)} turns: page of 50, p95, SQLite (ms)`]: {
        measured: await withFolder((folder) => pages({ kind: 'sqlite', file: join(folder, 'director.db') })),
        must: 20,
        aim: 3,
      },
      [`${shown(...TURNS)} turns: page of 50, p95, Postgres (ms)`]: {
        measured: await withPostgres((url) => pages({ kind: 'postgres', url, ...postgres })),
        must: 20,
        aim: 3,
      },
    };
  },
  async tenants() {
    return {
      [`${shown(...OPERATIONS)} random operations of two tenants: reads across`]: {
        measured: await crossTenantReads(),
        must: 0,
      },
    };
  },
};

const figures = {};
for (const part of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  const startedAt = performance.now();
  Object.assign(figures, await PARTS[part]());
  console.log(`${part}: ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
}
if (SIZE !== 1) console.log(`at ${SIZE} of the full size`);
report('trust', figures);
agent.destroy();
