import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';
import { configFileSchema } from '../config/app-config.js';
import type { AnsweredEvent } from '../optimizer/index.js';
import { SlidingHistogram } from '../resilience/index.js';

import { BUDGET_WINDOW_MS, ClassRecord } from './class-record.js';
import { recommendationsFor, type Measurements } from './recommendations.js';

const MINUTE_MS = 60_000;

describe('SlidingHistogram', () => {
  const setUp = () => {
    const clock = new ManualClock();
    return { clock, histogram: new SlidingHistogram({ windowMs: 5 * MINUTE_MS }, clock) };
  };

  it('gives quantiles to one per cent, from microseconds to minutes', () => {
    const { histogram } = setUp();
    for (let i = 1; i <= 1_000; i++) histogram.record(i);
    const { p50Ms: p50, p95Ms: p95, p99Ms: p99 } = histogram.quantiles;
    expect(Math.abs(Number(p50) - 500)).toBeLessThanOrEqual(5);
    expect(Math.abs(Number(p95) - 950)).toBeLessThanOrEqual(10);
    expect(Math.abs(Number(p99) - 990)).toBeLessThanOrEqual(10);
  });

  it('has no quantiles before the first sample, nor after the window', async () => {
    const { clock, histogram } = setUp();
    expect(histogram.quantiles).toEqual({ p50Ms: null, p95Ms: null, p99Ms: null });
    histogram.record(5);
    await clock.advance(4 * MINUTE_MS);
    expect(histogram.quantiles.p50Ms).not.toBeNull();
    await clock.advance(MINUTE_MS);
    expect(histogram.quantiles.p50Ms).toBeNull();
  });

  it('clamps durations out of its range', () => {
    const { histogram } = setUp();
    histogram.record(0);
    histogram.record(10_000_000);
    expect(histogram.quantiles.p50Ms).toBe(0.001);
    expect(Number(histogram.quantiles.p99Ms) / 600_000).toBeCloseTo(1, 1);
  });

  it.each([
    [10, 30, 'rising'],
    [30, 10, 'falling'],
    [10, 11, 'steady'],
  ])('reports the trend from %d ms to %d ms: %s', async (before, now, trend) => {
    const { clock, histogram } = setUp();
    for (let i = 0; i < 50; i++) histogram.record(before);
    await clock.advance(3 * MINUTE_MS);
    for (let i = 0; i < 50; i++) histogram.record(now);
    expect(histogram.trend).toBe(trend);
  });

  it('reports no trend from few samples', () => {
    const { histogram } = setUp();
    histogram.record(1);
    histogram.record(1_000);
    expect(histogram.trend).toBe('steady');
  });
});

describe('ClassRecord', () => {
  const answer = (requestId: string, elapsedMs: number): AnsweredEvent => ({
    requestId,
    class: 'strategic',
    elapsedMs,
    isInTime: elapsedMs <= 500,
    causes: [],
    stages: [
      { name: 'detect', startMs: 0, durationMs: 1 },
      { name: 'enhance', startMs: 1, durationMs: elapsedMs - 1 },
    ],
  });

  const PROMISE = { deadlineMs: 500, objective: 0.999, entitlement: 'ask' } as const;

  it('reports what the error budget was spent on within the last hour', async () => {
    const clock = new ManualClock();
    const record = new ClassRecord('strategic', clock);
    const report = () => record.report(PROMISE, 0);
    for (let i = 0; i < 997; i++) record.recordAnswer(answer(`req_${i}`, 10));
    record.recordAnswer(answer('req_slow', 900));
    record.recordShed('capacity');
    record.recordShed('capacity');
    expect(report().budget).toMatchObject({
      requests: 1_000,
      missed: 3,
      causes: [
        { cause: 'refused: capacity', requests: 2 },
        { cause: 'late: enhance', requests: 1 },
      ],
    });
    expect(report().budget.spentRatio).toBeCloseTo(3);
    await clock.advance(BUDGET_WINDOW_MS);
    expect(report().budget).toMatchObject({ requests: 0, missed: 0, spentRatio: 0 });
    expect(report()).toMatchObject({ count: 998, inTime: 997, attainment: 997 / 998 });
  });

  it('scores predictions, and their errors', () => {
    const record = new ClassRecord('strategic', new ManualClock());
    const report = () => record.report(PROMISE, 0);
    expect(report().prediction).toMatchObject({ scored: 0, errorP50Ms: null });
    for (let i = 0; i < 99; i++) record.recordPrediction(10, true);
    record.recordPrediction(400, false);
    const { errorP50Ms, errorP95Ms, ...verdicts } = report().prediction;
    expect(verdicts).toEqual({ scored: 100, admissible: { right: 99, wrong: 1 } });
    expect(errorP50Ms).toBeCloseTo(10, 0);
    expect(errorP95Ms).toBeLessThan(20);
  });

  it('reports the ids of the slowest answers', () => {
    const record = new ClassRecord('strategic', new ManualClock());
    const report = () => record.report(PROMISE, 0);
    for (let i = 1; i <= 50; i++) record.recordAnswer(answer(`req_${i}`, i));
    expect(report().slowest.map(({ requestId }) => requestId)).toEqual(['req_50', 'req_49', 'req_48']);
  });
});

describe('recommendations', () => {
  const calm: Measurements = {
    load: { overall: 0.3, target: 0.6, busy: 0.3, open: 0.1 },
    classes: [],
    admission: { inFlight: 0, open: 0, queued: 0, limit: 16, capacity: 512, shedTotal: 0, brownout: 0 },
    answerCache: {
      entries: 0,
      bytes: 0,
      maxBytes: 1_000,
      hits: 0,
      misses: 0,
      lookups: { hit: 0, similar: 0, stale: 0, miss: 0, bypass: 0 },
      collapsed: 0,
      redisHits: 0,
      ttlDecisions: [],
      prefetch: { isActive: true, made: 0, used: 0, precision: null, costMs: 0 },
    },
    mcpServers: [],
    memory: {
      level: 'normal',
      usedRatio: 0.2,
      limit: { source: 'container', limitBytes: 10, usedBytes: 2 },
      residentBytes: 1,
      privateBytes: 1,
      heapUsedBytes: 1,
      retainedBytes: null,
      eventLoopDelayMs: 1,
      stallRatio: 0,
      collectingRatio: 0,
      collections: [],
      relief: [],
      sweptEntries: 0,
      owners: [],
      pools: [],
      leak: null,
    },
  };
  const missing = (cause: string): Measurements['classes'] => [
    {
      class: 'strategic',
      deadlineMs: 500,
      objective: 0.999,
      count: 1_000,
      inTime: 980,
      refused: 0,
      attainment: 0.98,
      p50Ms: 1,
      p95Ms: 2,
      p99Ms: 3,
      prediction: {
        scored: 0,
        errorP50Ms: null,
        errorP95Ms: null,
        admissible: { right: 0, wrong: 0 },
      },
      trend: 'steady',
      load: 1,
      budget: { windowMs: 1, requests: 1_000, missed: 20, spentRatio: 20, causes: [{ cause, requests: 20 }] },
      slowest: [],
    },
  ];

  it('are none when all is well', () => {
    expect(recommendationsFor(calm)).toEqual([]);
  });

  it.each<[string, Partial<Measurements>, string]>([
    ['a class is late', { classes: missing('late: enhance') }, 'replyReserve.minMs'],
    ['one tenant is rejected', { classes: missing('refused: tenant') }, 'admission.tenantRatio'],
    ['the process is busy', { load: { overall: 0.95, target: 0.6, busy: 0.95, open: 0.1 } }, 'replicas'],
    [
      'questions wait for servers',
      { load: { overall: 0.95, target: 0.6, busy: 0.2, open: 0.95 } },
      'admission.capacity',
    ],
  ])('name the setting when %s', (_case, change, setting) => {
    expect(recommendationsFor({ ...calm, ...change }).map((recommendation) => recommendation.setting)).toEqual([
      setting,
    ]);
  });

  it('name settings that exist', () => {
    const defaults = configFileSchema.parse({});
    const causes = ['capacity', 'queue_full', 'tenant', 'lasting_overload', 'deadline', 'pressure', 'cheaper_refused']
      .map((reason) => `refused: ${reason}`)
      .concat(['late: enhance', 'late: compose', 'late: admission']);
    const settings = causes.flatMap((cause) =>
      recommendationsFor({ ...calm, classes: missing(cause) }).map(({ setting }) => setting),
    );
    expect(settings).toHaveLength(causes.length);
    const ofFile = settings.filter((setting) => setting !== 'replicas' && !setting.startsWith('resources.'));
    for (const setting of ofFile) expect(defaults).toHaveProperty(setting);
  });

  it('suggest a larger cache only when it is full and has a poor hit ratio', () => {
    const cache = { ...calm.answerCache, bytes: 990, hits: 10, misses: 990 };
    expect(recommendationsFor({ ...calm, answerCache: cache }).map(({ setting }) => setting)).toEqual([
      'cache.maxBytes',
    ]);
    expect(recommendationsFor({ ...calm, answerCache: { ...cache, hits: 900, misses: 100 } })).toEqual([]);
  });
});
