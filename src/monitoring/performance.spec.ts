import { afterEach, describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';
import { configFileSchema } from '../config/app-config.js';
import type { AnsweredEvent } from '../optimizer/index.js';

import { conditionsIn, recommendationsFor, type Measurements } from './advice.js';
import { AlertTracker, alertChanged } from './alert-tracker.js';
import { BUDGET_WINDOW_MS, ClassRecord } from './class-record.js';
import { SlidingHistogram } from '../resilience/sliding-histogram.js';

const MINUTE_MS = 60_000;

describe('SlidingHistogram', () => {
  const setUp = () => {
    const clock = new ManualClock();
    return { clock, histogram: new SlidingHistogram({ windowMs: 5 * MINUTE_MS }, clock) };
  };

  it('gives quantiles to one per cent, from microseconds to minutes', () => {
    const { histogram } = setUp();
    for (let i = 1; i <= 1_000; i++) histogram.record(i);
    const { p50, p95, p99 } = histogram.quantiles;
    expect(Math.abs(Number(p50) - 500)).toBeLessThanOrEqual(5);
    expect(Math.abs(Number(p95) - 950)).toBeLessThanOrEqual(10);
    expect(Math.abs(Number(p99) - 990)).toBeLessThanOrEqual(10);
  });

  it('knows nothing before the first sample, and nothing again once the window has passed', async () => {
    const { clock, histogram } = setUp();
    expect(histogram.quantiles).toEqual({ p50: null, p95: null, p99: null });
    histogram.record(5);
    await clock.advance(4 * MINUTE_MS);
    expect(histogram.quantiles.p50).not.toBeNull();
    await clock.advance(MINUTE_MS);
    expect(histogram.quantiles.p50).toBeNull();
  });

  it('takes what is out of its range for its ends', () => {
    const { histogram } = setUp();
    histogram.record(0);
    histogram.record(10_000_000);
    expect(histogram.quantiles.p50).toBe(0.001);
    expect(Number(histogram.quantiles.p99) / 600_000).toBeCloseTo(1, 1);
  });

  it.each([
    [10, 30, 'rising'],
    [30, 10, 'falling'],
    [10, 11, 'steady'],
  ])('sees that %d ms became %d ms: %s', async (before, now, trend) => {
    const { clock, histogram } = setUp();
    for (let i = 0; i < 50; i++) histogram.record(before);
    await clock.advance(3 * MINUTE_MS);
    for (let i = 0; i < 50; i++) histogram.record(now);
    expect(histogram.trend).toBe(trend);
  });

  it('sees no trend in a few samples', () => {
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

  it('says what the budget was spent on, and forgets it after an hour', async () => {
    const clock = new ManualClock();
    const record = new ClassRecord(clock);
    for (let i = 0; i < 997; i++) record.answered(answer(`req_${i}`, 10));
    record.answered(answer('req_slow', 900));
    record.refused('capacity');
    record.refused('capacity');
    expect(record.budget(0.999)).toMatchObject({
      requests: 1_000,
      missed: 3,
      causes: [
        { cause: 'refused: capacity', requests: 2 },
        { cause: 'late: enhance', requests: 1 },
      ],
    });
    expect(record.budget(0.999).spentRatio).toBeCloseTo(3);
    await clock.advance(BUDGET_WINDOW_MS);
    expect(record.budget(0.999)).toMatchObject({ requests: 0, missed: 0, spentRatio: 0 });
    expect(record.totals).toEqual({ count: 998, inTime: 997, attainment: 997 / 998 });
  });

  it('scores both verdicts of a prediction and how far off its time was', () => {
    const record = new ClassRecord(new ManualClock());
    expect(record.prediction).toMatchObject({ scored: 0, errorP50Ms: null });
    for (let i = 0; i < 99; i++) record.foretold(10, true);
    record.foretold(400, false);
    for (const wouldHaveMadeIt of [false, false, true]) record.probed(wouldHaveMadeIt);
    const { errorP50Ms, errorP95Ms, ...verdicts } = record.prediction;
    expect(verdicts).toEqual({ scored: 100, admissible: { right: 99, wrong: 1 }, refused: { right: 2, wrong: 1 } });
    expect(errorP50Ms).toBeCloseTo(10, 0);
    expect(errorP95Ms).toBeLessThan(20);
  });

  it('keeps the ids of the slowest answers', () => {
    const record = new ClassRecord(new ManualClock());
    for (let i = 1; i <= 50; i++) record.answered(answer(`req_${i}`, i));
    expect(record.slowest.map(({ requestId }) => requestId)).toEqual(['req_50', 'req_49', 'req_48']);
  });
});

describe('AlertBook', () => {
  const changes: string[] = [];
  const unsubscribe = alertChanged.subscribe(({ id, isFiring }) =>
    changes.push(`${id} ${isFiring ? 'fires' : 'clears'}`),
  );
  afterEach(() => {
    changes.length = 0;
  });

  const condition = { id: 'memory', severity: 'ticket', summary: 'memory is elevated' } as const;

  it('fires when a condition lasts, and clears when it has been over as long', async () => {
    const clock = new ManualClock();
    const book = new AlertTracker({ holdMs: 30_000 }, clock);
    const look = async (holds: boolean, forMs: number) => {
      for (let passed = 0; passed < forMs; passed += 5_000) {
        await clock.advance(5_000);
        book.look(holds ? [condition] : []);
      }
    };
    await look(true, 30_000);
    expect(book.firing).toEqual([]);
    await look(true, 15_000);
    expect(book.firing).toEqual([{ ...condition, firingMs: 10_000 }]);
    await look(false, 20_000);
    expect(book.firing).toHaveLength(1);
    await look(false, 10_000);
    expect(book.firing).toEqual([]);
    expect(changes).toEqual(['memory fires', 'memory clears']);
  });

  it('does not fire for what comes and goes', async () => {
    const clock = new ManualClock();
    const book = new AlertTracker({ holdMs: 30_000 }, clock);
    for (let i = 0; i < 40; i++) {
      await clock.advance(5_000);
      book.look(i % 3 === 0 ? [] : [condition]);
    }
    expect([book.firing, changes]).toEqual([[], []]);
    unsubscribe();
  });
});

describe('advice', () => {
  const calm: Measurements = {
    uptimeMs: 1,
    windowMs: 1,
    load: { overall: 0.3, busy: 0.3, open: 0.1 },
    classes: [],
    stages: [],
    admission: { inFlight: 0, open: 0, queued: 0, limit: 16, capacity: 512, shedTotal: 0 },
    answerCache: {
      entries: 0,
      bytes: 0,
      maxBytes: 1_000,
      hits: 0,
      misses: 0,
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
  const missing = (cause: string, spentRatio: number): Measurements['classes'] => [
    {
      class: 'strategic',
      deadlineMs: 500,
      objective: 0.999,
      count: 1_000,
      inTime: 980,
      attainment: 0.98,
      p50Ms: 1,
      p95Ms: 2,
      p99Ms: 3,
      prediction: {
        scored: 0,
        errorP50Ms: null,
        errorP95Ms: null,
        admissible: { right: 0, wrong: 0 },
        refused: { right: 0, wrong: 0 },
      },
      trend: 'steady',
      load: 1,
      budget: { windowMs: 1, requests: 1_000, missed: 20, spentRatio, causes: [{ cause, requests: 20 }] },
      slowest: [],
    },
  ];

  it('has nothing to say when all is well', () => {
    expect([conditionsIn(calm), recommendationsFor(calm)]).toEqual([[], []]);
  });

  it.each<[string, Partial<Measurements>, string, string]>([
    [
      'a class burns its budget',
      { classes: missing('late: enhance', 20) },
      'budget:strategic page',
      'replyReserve.minMs',
    ],
    [
      'a class burns it slowly',
      { classes: missing('refused: tenant', 4) },
      'budget:strategic ticket',
      'admission.tenantRatio',
    ],
    ['the process is busy', { load: { overall: 0.95, busy: 0.95, open: 0.1 } }, 'load page', 'replicas'],
    [
      'questions wait for servers',
      { load: { overall: 0.95, busy: 0.2, open: 0.95 } },
      'load page',
      'admission.capacity',
    ],
  ])('says so, and the setting, when %s', (_case, change, condition, setting) => {
    const measured = { ...calm, ...change };
    expect(conditionsIn(measured).map(({ id, severity }) => `${id} ${severity}`)).toEqual([condition]);
    expect(recommendationsFor(measured).map((recommendation) => recommendation.setting)).toEqual([setting]);
  });

  it('names settings that exist', () => {
    const defaults = configFileSchema.parse({});
    const causes = ['capacity', 'queue_full', 'tenant', 'standing_queue', 'deadline', 'pressure']
      .map((reason) => `refused: ${reason}`)
      .concat(['late: enhance', 'late: compose', 'late: admission']);
    const settings = causes.flatMap((cause) =>
      recommendationsFor({ ...calm, classes: missing(cause, 20) }).map(({ setting }) => setting),
    );
    expect(settings).toHaveLength(causes.length);
    const ofFile = settings.filter((setting) => setting !== 'replicas' && !setting.startsWith('resources.'));
    for (const setting of ofFile) expect(defaults).toHaveProperty(setting);
  });

  it('advises a larger cache only when it is full and answers little', () => {
    const cache = { ...calm.answerCache, bytes: 990, hits: 10, misses: 990 };
    expect(recommendationsFor({ ...calm, answerCache: cache }).map(({ setting }) => setting)).toEqual([
      'cache.maxBytes',
    ]);
    expect(recommendationsFor({ ...calm, answerCache: { ...cache, hits: 900, misses: 100 } })).toEqual([]);
  });
});
