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
  return { feed: new PerformanceFeed({ report }, clock), made };
}

describe('PerformanceFeed', () => {
  it('tells every watcher the same reports, each made once', async () => {
    const clock = new ManualClock();
    const { feed, made } = feedOn(clock);
    const [first, second]: [Performance[], Performance[]] = [[], []];
    feed.watch((report) => first.push(report));
    feed.watch((report) => second.push(report));
    await clock.advance(2_000);
    expect(made).toHaveLength(3);
    expect(first).toEqual(made);
    expect(second).toEqual(made);
  });

  it('makes none, and has no timer, while nobody watches', async () => {
    const clock = new ManualClock();
    const { feed, made } = feedOn(clock);
    const stop = feed.watch(() => undefined);
    stop();
    stop();
    await clock.advance(10_000);
    expect(made).toHaveLength(1);
    feed.watch(() => undefined);
    expect(made).toHaveLength(2);
  });
});
