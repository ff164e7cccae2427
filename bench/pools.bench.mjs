// What is pooled, and what is not: what making one costs against using one that is there.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { median, report } from './support/figures.mjs';
import { call, Stub, toolsOf, untilUsed } from './support/mcp-tools.mjs';
import { memoryBytes } from './support/process-cost.mjs';

/** CPU of this process for one of `work`, microseconds: the median of many turns. */
async function costOf(work, times = 50, turns = 15) {
  const costs = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) await work();
    const { user, system } = process.cpuUsage(before);
    costs.push((user + system) / times);
  }
  return median(costs.slice(turns / 3));
}

async function sessionsOfProcesses() {
  const stub = new Stub();
  const make = [];
  const entry = stub.entry('stub', ', startTimeoutMs: 10000');
  for (let i = 0; i < 8; i++) {
    const registry = toolsOf(entry);
    make.push((await untilUsed(registry.tools[0], 1)) * 1_000);
    await registry.close();
  }
  const registry = toolsOf(entry);
  await untilUsed(registry.tools[0]);
  const use = await costOf(() => call(registry.tools[0]));
  await registry.close();
  stub.remove();
  return { make: median(make), use };
}

async function threads() {
  const echo =
    "require('node:worker_threads').parentPort.on('message', (m) => require('node:worker_threads').parentPort.postMessage(m))";
  const start = () => new Worker(echo, { eval: true });
  const before = memoryBytes().anonymous;
  const worker = start();
  const ask = async () => {
    worker.postMessage(1, []);
    await once(worker, 'message');
  };
  await ask();
  const bytes = memoryBytes().anonymous - before;
  const use = await costOf(ask);
  const make = await costOf(
    async () => {
      const short = start();
      short.postMessage(1, []);
      await once(short, 'message');
      await short.terminate();
    },
    3,
    6,
  );
  await worker.terminate();
  return { make, use, bytes };
}

async function buffers(bytes) {
  const pool = [Buffer.allocUnsafeSlow(bytes)];
  const fill = (buffer) => buffer.write('x'.repeat(1_024));
  const use = await costOf(() => {
    const buffer = pool.pop();
    fill(buffer);
    pool.push(buffer);
  }, 5_000);
  return { make: await costOf(() => fill(Buffer.allocUnsafe(bytes)), 5_000), use };
}

async function decoders() {
  const text = new TextEncoder().encode('Three squads wait on the infra group for every deploy. '.repeat(40));
  const shared = new TextDecoder();
  return {
    make: await costOf(() => new TextDecoder().decode(text), 2_000),
    use: await costOf(() => shared.decode(text), 2_000),
  };
}

const measured = {
  'MCP session with a process (until the first answer)': await sessionsOfProcesses(),
  'worker thread': await threads(),
  'buffer of 2 KB': await buffers(2_048),
  'buffer of 64 KB': await buffers(65_536),
  'text decoder': await decoders(),
};
const figures = {};
for (const [name, { make, use, bytes }] of Object.entries(measured)) {
  figures[`${name}: make, µs`] = { measured: make };
  figures[`${name}: use one that is there, µs`] = { measured: use };
  if (bytes !== undefined) figures[`${name}: holds, MB`] = { measured: bytes / 1_048_576 };
}
report('pools', figures);
process.exit();
