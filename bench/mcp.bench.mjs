// The MCP layer: what it costs over the bare SDK client, how many slow calls it holds at once, whether it leaks anything
// while its servers are killed and frozen at random, what a hung server costs, and how soon a healed one is used again.
//   npm run bench -- mcp                          everything
//   node bench/mcp.bench.mjs --soak 400           only that many calls under kills and freezes; the exit code says
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { inTurn, quantile, report } from './support/figures.mjs';
import { call, QUESTION, Stub, toolsOf, untilUsed } from './support/mcp-tools.mjs';
import { memoryBytes } from './support/process-cost.mjs';
import { rowFigure } from './support/rows.mjs';
import { startService } from './support/service.mjs';

/** Pins this process, and those it starts from now on, to these cores. */
const onCores = (list) => execFileSync('taskset', ['-acp', list, String(process.pid)]);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * CPU of this process for a warm call, ours over the bare client's, on servers of the same kind: the median of many
 * short turns, one side right after the other. All on one core: whether a child happens to sit on the core of its parent
 * changes the cost of waking it by more than everything we do.
 */
async function overhead() {
  onCores('0');
  const stub = new Stub();
  const registry = toolsOf(stub.entry('stub'));
  const [tool] = registry.tools;
  const client = new Client({ name: 'bench', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: stub.args }));
  await untilUsed(tool);
  const bare = () => client.callTool({ name: 'look_up', arguments: { q: 'why' } });
  const ours = () => call(tool);
  const costOf = async (work) => {
    const before = process.cpuUsage();
    for (let i = 0; i < 96; i++) await work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const sides = { bare: () => costOf(bare), ours: () => costOf(ours) };
  const { ratio } = await inTurn(sides, { rounds: 200, warmUp: 30 });
  await client.close();
  await registry.close();
  stub.remove();
  onCores(`0-${cpus().length - 1}`);
  return ratio('ours', 'bare');
}

/** Calls at once against a server that takes a second: the share in time, and what they add to memory. */
async function simultaneous(count) {
  const stub = new Stub({ delayMs: 1_000 });
  const more = ', capacity: 10000, breaker: { slowCallMs: 100000 }, pool: { callsPerSession: 10000 }';
  const registry = toolsOf(stub.entry('stub', more));
  const [tool] = registry.tools;
  await untilUsed(tool);
  globalThis.gc?.();
  const before = memoryBytes().anonymous;
  let peak = before;
  const sampling = setInterval(() => (peak = Math.max(peak, memoryBytes().anonymous)), 50);
  const outcomes = await Promise.all(Array.from({ length: count }, () => call(tool, 2_000)));
  clearInterval(sampling);
  await registry.close();
  stub.remove();
  return { inTime: outcomes.filter((outcome) => outcome === 'used').length / count, growthMb: (peak - before) / 1e6 };
}

const descriptors = () => readdirSync('/proc/self/fd').length;
/** Processes that are children of this one, or were started by the stubs and live on. */
function leftOver(pids) {
  let orphans = 0;
  let zombies = 0;
  for (const pid of pids) {
    let status;
    try {
      status = readFileSync(`/proc/${pid}/status`, 'utf8');
    } catch {
      continue;
    }
    if (/^State:\s+Z/m.test(status)) zombies++;
    else orphans++;
  }
  return { orphans, zombies };
}

/** Calls under kills and freezes at random; what is left of it afterwards. */
async function soak(calls) {
  const stubs = [new Stub({ grandchild: true }), new Stub(), new Stub({ delayMs: 2 })];
  // One round for the memory that any work takes once.
  await churn(stubs, Math.min(1_000, calls));
  globalThis.gc?.();
  await pause(200);
  const before = { descriptors: descriptors(), bytes: memoryBytes().anonymous };
  const used = await churn(stubs, calls);
  await pause(500);
  globalThis.gc?.();
  await pause(200);
  const { orphans, zombies } = leftOver(stubs.flatMap(({ pids }) => pids));
  const started = stubs.reduce((sum, { pids }) => sum + pids.length, 0);
  for (const stub of stubs) stub.remove();
  return {
    used: used / calls,
    started,
    orphans,
    zombies,
    descriptors: descriptors() - before.descriptors,
    driftRatio: memoryBytes().anonymous / before.bytes - 1,
  };
}

async function churn(stubs, calls) {
  const registry = toolsOf(stubs.map((stub, i) => stub.entry(`stub-${i}`, ', idempotent: true')).join(''));
  const ending = new AbortController();
  const villain = (async () => {
    while (!ending.signal.aborted) {
      await pause(150 + Math.random() * 300);
      const pid = stubs[Math.floor(Math.random() * stubs.length)].pids.at(-1);
      try {
        process.kill(pid, Math.random() < 0.7 ? 'SIGKILL' : 'SIGSTOP');
      } catch {
        // It was gone already.
      }
    }
  })();
  let made = 0;
  let used = 0;
  const worker = async () => {
    while (made < calls) {
      const tool = registry.tools[made++ % registry.tools.length];
      const outcome = await call(tool, 500);
      if (outcome === 'used') used++;
      // A refusal costs nothing; a caller would not ask again at once.
      else await pause(5);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  ending.abort();
  await villain;
  await registry.close();
  return used;
}

/** p99 of answers, milliseconds: with three healthy servers, with one of them hung, and once its circuit is open. */
async function oneHung() {
  const stub = new Stub();
  const { url, stop } = await startService({ yaml: `mcp:\n  servers:\n${stub.entry('third', ', timeoutMs: 1000')}` });
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ question: QUESTION, class: 'strategic', noCache: true });
  const ask = async () => {
    const { receipt } = await (await fetch(`${url}/v1/answers`, { method: 'POST', headers, body })).json();
    return { elapsedMs: receipt.elapsedMs, outcome: receipt.enhancements.at(-1).outcome };
  };
  const p99 = async (count) => {
    const elapsed = [];
    for (let i = 0; i < count; i++) elapsed.push((await ask()).elapsedMs);
    return quantile(elapsed, 0.99);
  };
  while ((await ask()).outcome !== 'used') await pause(50);
  await p99(100);
  const healthy = await p99(300);
  stub.behave({ mode: 'silent' });
  const hung = [];
  for (;;) {
    const { elapsedMs, outcome } = await ask();
    if (outcome === 'open') break;
    hung.push(elapsedMs);
  }
  const open = await p99(300);
  await stop();
  stub.remove();
  return { healthy, hung: quantile(hung, 0.99), open };
}

/** Time from the moment a server is well until it is used, milliseconds; and the cost of a refusal before, microseconds. */
async function healing() {
  const times = [];
  let refusalUs = 0;
  for (let round = 0; round < 5; round++) {
    const stub = new Stub({ mode: 'toolError' });
    const registry = toolsOf(stub.entry('stub', ', idempotent: true'));
    const [tool] = registry.tools;
    while ((await call(tool)) !== 'MCP_CIRCUIT_OPEN') await pause(5);
    const started = performance.now();
    for (let i = 0; i < 1_000; i++) await call(tool);
    refusalUs = performance.now() - started;
    await pause(Math.random() * 500);
    stub.behave({});
    times.push(await untilUsed(tool, 10));
    await registry.close();
    stub.remove();
  }
  return { slowest: Math.max(...times), refusalUs };
}

const asked = process.argv.indexOf('--soak');
if (asked > 0) {
  const { used, started, ...left } = await soak(Number(process.argv[asked + 1]));
  console.log(JSON.stringify({ used, started, ...left }));
  process.exitCode = left.orphans + left.zombies > 0 || left.descriptors > 0 || used < 0.5 ? 1 : 0;
} else {
  const ratio = await overhead();
  const at50 = await simultaneous(50);
  const at500 = await simultaneous(500);
  const at5000 = await simultaneous(5_000);
  const { healthy, hung, open } = await oneHung();
  const { slowest, refusalUs } = await healing();
  const calls = Number(process.env.BENCH_SOAK_CALLS ?? 10_000);
  const left = await soak(calls);
  report('mcp', {
    ...rowFigure('S5', ratio),
    '50 calls of 1 s at once: in time (share)': { measured: at50.inTime, must: 1, higherIsBetter: true },
    ...rowFigure('C2 500', at500.inTime),
    ...rowFigure('C2 500 memory', at500.growthMb),
    ...rowFigure('C2 5,000', at5000.inTime),
    ...rowFigure('C2 5,000 memory', at5000.growthMb),
    'p99 of an answer, three healthy servers (ms)': { measured: healthy },
    ...rowFigure('S11 hung', hung),
    ...rowFigure('S11 open', open - healthy),
    'a refusal while open (µs)': { measured: refusalUs, must: 50 },
    'healed server used again, slowest of five (ms)': { measured: slowest, must: 3_000, aim: 1_000 },
    [`${calls} calls under kills and freezes: answered (share)`]: { measured: left.used },
    'processes started meanwhile': { measured: left.started },
    'orphans left': { measured: left.orphans, must: 0 },
    'zombies left': { measured: left.zombies, must: 0 },
    'descriptors left open': { measured: left.descriptors, must: 0 },
    'memory drift (ratio)': { measured: left.driftRatio, must: 0.05 },
  });
}
