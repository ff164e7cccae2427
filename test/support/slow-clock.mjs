// Loaded into a process under test with `--import`: its monotonic clock and its timers run SLOWNESS times slower than the
// machine's, so that a busy machine takes less of its deadlines.
import { promisify } from 'node:util';

const slowness = Number(process.env.SLOWNESS);
const now = performance.now.bind(performance);
performance.now = () => now() / slowness;

const { setTimeout } = globalThis;
globalThis.setTimeout = Object.assign(
  (callback, delayMs, ...args) => setTimeout(callback, Math.min((delayMs ?? 0) * slowness, 2 ** 31 - 1), ...args),
  { [promisify.custom]: setTimeout[promisify.custom] },
);
