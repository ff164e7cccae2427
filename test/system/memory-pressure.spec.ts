import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Performance } from '../../src/monitoring/index.js';
import { ROOT } from '../support/child.js';
import { MemoryCeiling } from '../support/control-group.js';
import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService, type RunningServiceOptions } from '../support/running-service.js';

const MEGABYTE = 1_048_576;
const LIMIT_MB = 512;
const HEAP_MB = 256;
/** Between two samples of memory; ten times as often as by default, to shorten the test. */
const SAMPLE_MS = 100;

/** Real ceilings: what the kernel enforces, what V8 enforces, and what the configuration says. */
const CEILINGS: readonly (readonly [
  source: Performance['memory']['limit']['source'],
  limitMb: number,
  ballast: 'buffer' | 'objects',
  options: RunningServiceOptions,
])[] = [
  ['container', LIMIT_MB, 'buffer', {}],
  ['heap', HEAP_MB, 'objects', { nodeArgs: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=1'] }],
  ['configuration', LIMIT_MB, 'buffer', { yaml: `limitMb: ${LIMIT_MB}` }],
];

describe.each(CEILINGS)('memory that runs out, as limited by the %s', (source, limitMb, kind, options) => {
  let service: RunningService;
  let ceiling: MemoryCeiling | undefined;
  let folder: string;
  let ballast = 0;
  const take = (megabytes: number) => {
    ballast = Math.max(0, Math.round(megabytes));
    writeFileSync(join(folder, 'ballast'), String(ballast));
  };
  /** On a busy machine that takes a while; asking for more meanwhile would be too much. */
  const isTaken = () =>
    eventually(() => (readFileSync(join(folder, 'ballast.held'), 'utf8') === String(ballast) ? true : undefined));
  const memory = async () => (await report()).memory;
  const report = async () => (await (await fetch(`${service.url}/v1/performance`)).json()) as Performance;
  const ask = async (body: object) => {
    const response = await fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, ...body }),
    });
    const { code } = (await response.json()) as { readonly code?: string };
    return { status: response.status, code, retryAfter: response.headers.get('retry-after') };
  };
  const status = async (path: string) => (await fetch(service.url + path)).status;
  const stepsTaken = ({ relief }: Performance['memory']) =>
    relief.filter(({ isTaken }) => isTaken).map(({ step }) => step);
  /** Holds the memory used between two shares of the limit, whatever is freed, until `probe` returns something. */
  const between = async <T>(low: number, high: number, probe: (now: Performance) => Promise<T | undefined>) =>
    eventually(async () => {
      const now = await report();
      const { usedRatio } = now.memory;
      if (usedRatio >= low && usedRatio < high) return probe(now);
      // Half of the way at most, so that the ceiling is never hit.
      const missing = (low + high) / 2 - usedRatio;
      take(ballast + Math.sign(missing) * Math.min(20, Math.max(1, (Math.abs(missing) * limitMb) / 2)));
      await isTaken();
      // The next sample of the service acts on it.
      await eventually(async () => ((await report()).memory.usedRatio === usedRatio ? undefined : true));
      return undefined;
    }, 45_000);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'director-ballast-'));
    if (source === 'container') ceiling = MemoryCeiling.create(limitMb * MEGABYTE);
    const loader = pathToFileURL(join(ROOT, 'test/support/ballast.mjs')).href;
    // Without the right to create a control group, the configured limit stands for it.
    const limit = source === 'container' && ceiling === undefined ? `limitMb: ${LIMIT_MB}` : (options.yaml ?? '');
    service = await RunningService.start({
      ...options,
      yaml: `memory: { sampleMs: ${SAMPLE_MS}, ${limit} }`,
      ...(ceiling === undefined ? {} : { controlGroup: ceiling.membersFile }),
      env: { NODE_OPTIONS: `--import=${loader}`, BALLAST_FILE: join(folder, 'ballast'), BALLAST_KIND: kind },
    });
  });
  afterAll(async () => {
    await service.stop();
    await ceiling?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shrinks caches first, sheds at 92 %, refuses at 95 %, and recovers', async () => {
    for (let i = 0; i < 40; i++) expect((await ask({ question: `${QUESTION} (${i})` })).status).toBe(200);
    expect((await report()).answerCache.entries).toBeGreaterThan(0);
    // A host that is short of memory itself may have called for steps while it started.
    await eventually(async () => (stepsTaken(await memory()).length === 0 ? true : undefined), 45_000);

    const { memory: used } = await between(0.88, 0.915, async (now) =>
      stepsTaken(now.memory).at(-1) === 'background' ? now : undefined,
    );
    expect(used.limit.source).toBe(ceiling === undefined && source === 'container' ? 'configuration' : source);
    expect((await report()).answerCache.prefetch.isActive).toBe(false);
    expect((await ask({ class: 'enhanced', noCache: true })).status).toBe(200);

    const shed = await between(0.92, 0.945, async () => {
      const patient = await ask({ class: 'multi-persona', noCache: true });
      const others = [
        await ask({ class: 'strategic', noCache: true }),
        await ask({ class: 'critical', noCache: true }),
      ];
      return patient.status === 503 && others.every((other) => other.status === 200) ? patient : undefined;
    });
    expect(shed.code).toBe('OVERLOADED');
    expect(Number(shed.retryAfter)).toBeGreaterThan(0);
    expect((await report()).answerCache.bytes).toBeLessThan(100_000);

    await between(0.95, 0.98, async () =>
      (await ask({ class: 'critical', noCache: true })).status === 503 ? true : undefined,
    );
    expect([await status('/health/ready'), await status('/health/live')]).toEqual([503, 200]);
    for (let round = 0; round < 10; round++) {
      const replies = await Promise.all(
        Array.from({ length: 50 }, (_, i) => ask({ question: `${QUESTION} ${round}/${i}` })),
      );
      expect(replies.filter((reply) => reply.status !== 503 || reply.code !== 'OVERLOADED')).toEqual([]);
    }

    take(0);
    await eventually(async () => (stepsTaken(await memory()).length === 0 ? true : undefined), 45_000);
    expect(await status('/health/ready')).toBe(200);
    expect((await ask({ class: 'enhanced', noCache: true })).status).toBe(200);
    expect((await report()).answerCache.prefetch.isActive).toBe(true);
    expect((await memory()).relief.every(({ times }) => times >= 1)).toBe(true);
    expect([service.process.exitCode, service.process.signalCode]).toEqual([null, null]);
    expect(ceiling?.kills ?? 0).toBe(0);
  }, 240_000);
});
