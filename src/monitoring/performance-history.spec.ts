import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../core/index.js';

import { PerformanceRecorder, performanceHistorySchema } from './performance-history.js';
import type { Performance } from './performance-report.js';

describe('PerformanceRecorder', () => {
  it('keeps a quarter of an hour, oldest first, and no more', async () => {
    const clock = new ManualClock();
    let made = 0;
    const report = () =>
      ({
        at: clock.epochMs(),
        load: { overall: 0.5, target: 0.6, busy: 0.4, open: 0.1 },
        admission: { inFlight: 1, open: 1, queued: 2, limit: 16, capacity: 512, shedTotal: 3 },
        answerCache: { lookups: { hit: 1, similar: 2, stale: 3, miss: 4, bypass: 5 } },
        classes: [{ class: 'critical', count: ++made, p95Ms: null }],
        memory: { eventLoopDelayMs: 1, privateBytes: 2, heapUsedBytes: 3 },
      }) as unknown as Performance;
    const recorder = new PerformanceRecorder({ report }, clock);
    recorder.start();
    await clock.advance(20 * 60_000);
    const { samples } = performanceHistorySchema.parse(recorder.history);
    expect(samples).toHaveLength(180);
    expect(Number(samples.at(-1)?.at) - Number(samples[0]?.at)).toBe(179 * 5_000);
    expect(samples.at(-1)).toMatchObject({ answered: 240, fromCache: 6, refused: 3, queued: 2 });
    recorder.stop();
    expect(clock.pendingTimers).toBe(0);
  });
});
