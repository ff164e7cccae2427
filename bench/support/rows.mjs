/**
 * What is promised, row by row, in the order of docs/performance.md: `must` is the acceptance line, `aim` where we want to
 * be. A figure is better when lower, unless it says `higherIsBetter`. `by` names the script that measures a row, where it
 * is no benchmark of this folder.
 */
export const ROWS = {
  S1: { title: 'kept answer over REST, CPU against bare Fastify (×)', must: 1.8, aim: 1.25 },
  S2: { title: 'kept answers a second against Portkey gateway (×)', must: 6, aim: 12, higherIsBetter: true },
  S3: { title: 'whole answer, two built-in servers, CPU (ms)', must: 2, aim: 1 },
  S4: {
    title: 'whole answers on one core, all in time (requests/s)',
    must: 500,
    aim: 1_000,
    higherIsBetter: true,
  },
  S5: { title: 'CPU of a warm call over the bare SDK client, stdio (×)', must: 1.3, aim: 1.1 },
  'S6 question': { title: 'detection in 200 characters, CPU (µs)', must: 300, aim: 100 },
  'S6 4 KB': { title: 'detection in 4 KB, CPU (µs)', must: 2_000, aim: 500 },
  'S6 32 KB': { title: 'detection in 32 KB, CPU (µs)', must: 20_000, aim: 5_000 },
  S7: { title: 'L1 get of 2 KB through our API, against bare lru-cache (×)', must: 4, aim: 2 },
  'S8 L1': { title: 'hit at 200 requests/s, p95, L1 (ms)', must: 50, aim: 1 },
  'S8 L2': { title: 'hit at 200 requests/s, p95, L2 (ms)', must: 50, aim: 5 },
  'S9 admission': { title: 'added CPU per admitted request (µs)', must: 60, aim: 25 },
  'S9 access': { title: 'added CPU of access, limits and idempotency (µs)', must: 25, aim: 12 },
  'S9 monitoring': { title: 'added CPU of monitoring, share of a whole answer', must: 0.08, aim: 0.03 },
  S10: { title: 'start to first answer (ms)', must: 2_000, aim: 800 },
  'S11 hung': { title: 'p99 of an answer, one of three servers hung (ms)', must: 500 },
  'S11 open': { title: 'p99 of an answer once its circuit is open, above healthy (ms)', aim: 5 },
  C1: { title: '100 conversations, 1,000 questions a minute: in time (%)', must: 99, aim: 100, higherIsBetter: true },
  'C2 500': { title: '500 calls of 1 s at once: in time (share)', must: 1, higherIsBetter: true },
  'C2 500 memory': { title: '500 calls of 1 s at once: memory growth (MB)', must: 60 },
  'C2 5,000': { title: '5,000 calls of 1 s at once: in time (share)', aim: 1, higherIsBetter: true },
  'C2 5,000 memory': { title: '5,000 calls of 1 s at once: memory growth (MB)', aim: 60 },
  'C3 1,000': { title: '1,000 streams open, memory of each (KB)', must: 40 },
  'C3 10,000': { title: '10,000 streams open, memory of each (KB)', aim: 20 },
  'C4 critical': { title: 'critical in time at 10 × capacity (share)', must: 0.99, aim: 0.999, higherIsBetter: true },
  'C4 goodput': { title: 'goodput at 10 × capacity, of peak (share)', must: 0.85, aim: 0.95, higherIsBetter: true },
  C5: {
    title: 'three replicas against one, efficiency per core',
    must: 0.8,
    aim: 0.95,
    higherIsBetter: true,
    by: 'npm run scale',
  },
  'C6 conversations': { title: 'CPU per answer at 10 × conversations (×)', must: 1.3, aim: 1.1 },
  'C6 library': { title: 'CPU per answer at 10 × library (×)', must: 1.3, aim: 1.1 },
  'C6 cache': { title: 'CPU per kept answer at 10 × cache entries (×)', must: 1.3, aim: 1.1 },
  M1: { title: 'idle, own memory (MB)', must: 50, aim: 30 },
  M2: { title: 'at the end of that load, own memory (MB)', must: 60, aim: 45 },
  M3: { title: 'more after GraphQL was used (MB)', must: 25, aim: 12 },
  M4: { title: 'drift in 60 minutes of that load with faults (%)', must: 5, aim: 1, by: 'npm run soak' },
};

/**
 * A figure of a row, as `report` takes it.
 *
 * @param more What is special about how it was measured this time, for its title.
 */
export function rowFigure(row, measured, more = '') {
  const { title, must, aim, higherIsBetter } = ROWS[row];
  const bounds = Object.entries({ must, aim, higherIsBetter }).filter(([, value]) => value !== undefined);
  return { [`${row}: ${title}${more}`]: { measured, ...Object.fromEntries(bounds), row } };
}
