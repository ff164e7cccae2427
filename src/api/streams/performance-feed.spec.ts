import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../../core/index.js';
import type { Performance } from '../../monitoring/index.js';

import { PerformanceFeed } from './performance-feed.js';

function feedOn(clock: ManualClock) {
  const made: Performance[] = [];
  const report = () => {
    const one = { number: made.length } as unknown as Performance;
    made.push(one);
    return one;
  };
  const recorder = { history: { intervalMs: 5_000, samples: [] } };
  return { feed: new PerformanceFeed({ report }, recorder, clock), made };
}

const HISTORY = '{"intervalMs":5000,"samples":[]}';

describe('PerformanceFeed', () => {
  it('emits the same reports to every watcher, each made once', async () => {
    const clock = new ManualClock();
    const { feed, made } = feedOn(clock);
    const [first, second]: [Performance[], Performance[]] = [[], []];
    feed.reports.subscribe((report) => first.push(report));
    feed.reports.subscribe((report) => second.push(report));
    await clock.advance(2_000);
    expect(made).toHaveLength(3);
    expect(first).toEqual(made);
    expect(second).toEqual(made);
  });

  it('writes each report once for all streams, and refuses one stream too many', async () => {
    const clock = new ManualClock();
    const { feed } = feedOn(clock);
    const seen: string[][] = Array.from({ length: 100 }, () => []);
    const streams = seen.map((texts) => feed.stream().subscribe(({ data }) => texts.push(data)));
    await clock.advance(1_000);
    for (const texts of seen) expect(texts).toEqual([HISTORY, '{"number":0}', '{"number":1}']);
    expect(() => feed.stream()).toThrow('connections');
    for (const stream of streams) stream.unsubscribe();
    feed.stream().subscribe().unsubscribe();
    expect(clock.pendingTimers).toBe(0);
  });

  it('makes no report and has no timer while it is not watched', async () => {
    const clock = new ManualClock();
    const { feed, made } = feedOn(clock);
    feed.reports.subscribe().unsubscribe();
    await clock.advance(10_000);
    expect(made).toHaveLength(1);
    const watching = feed.reports.subscribe();
    expect(made).toHaveLength(2);
    watching.unsubscribe();
  });
});
