import { afterEach, describe, expect, it } from '@jest/globals';

import type { Performance } from '../../src/monitoring/index.js';
import { eventually } from '../support/eventually.js';
import { freshMetrics } from '../support/fresh-metrics.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

/** Judged over seconds instead of a quarter of an hour. */
const YAML = 'memory: { leakWindowMs: 12000, sampleMs: 200, leakMb: 12 }';
const LEAK_BYTES = 16_384;

describe('a leak planted in the service', () => {
  let service: RunningService;
  afterEach(() => service.stop());

  const start = async (env: Readonly<Record<string, string>>) => {
    service = await RunningService.start({
      yaml: YAML,
      program: 'test/support/leaky-service.mjs',
      env: { LOG_LEVEL: 'warn', ...env },
    });
  };
  let asked = 0;
  const ask = () =>
    fetch(`${service.url}/v1/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: `${QUESTION} (${asked++ % 500})`, enhance: 'never' }),
    }).then((response) => response.arrayBuffer());
  const memory = async () => ((await (await fetch(`${service.url}/v1/performance`)).json()) as Performance).memory;
  const metric = async (component: string) => {
    const text = await freshMetrics(service.url);
    return Number(
      new RegExp(`^claude_director_memory_leak_bytes_per_request\\{component="${component}"\\} (.+)$`, 'm').exec(
        text,
      )?.[1],
    );
  };
  /** Asks without a pause until a leak is reported, or for so long. */
  const leakWithin = async (ms: number) => {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      for (let i = 0; i < 10; i++) await Promise.all([ask(), ask()]);
      const { leak } = await memory();
      if (leak !== null) return leak;
    }
    return null;
  };

  it('is detected and attributed to its owner', async () => {
    await start({ LEAK_BYTES: String(LEAK_BYTES), LEAK_COMPONENT: 'planted' });
    const leak = await leakWithin(60_000);
    expect(leak).toMatchObject({ owner: 'planted' });
    expect(leak?.bytesPerRequest).toBeGreaterThan(LEAK_BYTES / 2);
    expect(leak?.bytesPerRequest).toBeLessThan(LEAK_BYTES * 2);
    expect(await metric('planted')).toBeGreaterThan(LEAK_BYTES / 2);
    await eventually(() => (/memory leak suspected in planted: grown by/.test(service.output) ? true : undefined));
  }, 120_000);

  it('is detected without an owner that accounts for it', async () => {
    await start({ LEAK_BYTES: String(LEAK_BYTES) });
    expect(await leakWithin(60_000)).toMatchObject({ owner: 'unknown' });
    expect(await metric('unknown')).toBeGreaterThan(0);
  }, 120_000);

  it('is not reported where there is none', async () => {
    await start({});
    expect(await leakWithin(30_000)).toBeNull();
    expect((await memory()).retainedBytes).not.toBeNull();
  }, 120_000);
});
