import { describe, expect, it } from '@jest/globals';

import { AnswerEventLog } from '../../answers/index.js';
import type { Performance } from '../../monitoring/index.js';
import type { PerformanceFeed } from '../streams/performance-feed.js';

import { PullIterator } from './pull-iterator.js';
import { answerVersions, performanceReports } from './subscription-sources.js';

const DONE = { done: true, value: undefined };

describe('Pulled', () => {
  it('ends at once when its consumer leaves, also while that waits, and lets go of the source', async () => {
    let isHeld = true;
    const pulled = new PullIterator(
      () => undefined,
      () => () => {
        isHeld = false;
      },
    );
    const [waiting, another] = [pulled.next(), pulled.next()];
    await pulled.return();
    expect(await Promise.all([waiting, another, pulled.next()])).toEqual([DONE, DONE, DONE]);
    expect(isHeld).toBe(false);
  });
});

describe('performanceReports', () => {
  it('gives a slow consumer the newest report, and none of those between', async () => {
    let tell: (report: Performance) => void = () => undefined;
    const watch = (watcher: typeof tell) => {
      tell = watcher;
      return () => undefined;
    };
    const reports = performanceReports({ watch } as unknown as PerformanceFeed);
    const report = (number: number) => ({ number }) as unknown as Performance;
    for (let number = 0; number < 1_000; number++) tell(report(number));
    expect(await reports.next()).toEqual({ value: report(999) });
    const waiting = reports.next();
    tell(report(1_000));
    expect(await waiting).toEqual({ value: report(1_000) });
  });
});

describe('answerVersions', () => {
  const failedBy = (fault: object) => Object.assign(new Error('failed'), { fault });

  it('gives each version as it lands, only the newest of those that have, and ends after the final one', async () => {
    const log = new AnswerEventLog(10_000);
    log.append('accepted', { id: 'a' });
    log.append('answer.partial', { version: 1 });
    const versions = answerVersions(log, failedBy);
    expect(await versions.next()).toEqual({ value: { version: 1 } });
    const waiting = versions.next();
    log.append('answer.delta', { text: 'x' });
    log.append('answer.final', { version: 2 });
    log.end();
    expect(await waiting).toEqual({ value: { version: 2 } });
    expect(await versions.next()).toEqual(DONE);
    const late = answerVersions(log, failedBy);
    expect(await late.next()).toEqual({ value: { version: 2 } });
    expect(await late.next()).toEqual(DONE);
  });

  it('fails with what the log says when there will be no final version', async () => {
    const log = new AnswerEventLog(10_000);
    log.append('answer.partial', { version: 1 });
    log.append('error', { cause: 'deadline' });
    log.end();
    const versions = answerVersions(log, failedBy);
    expect(await versions.next()).toEqual({ value: { version: 1 } });
    await expect(versions.next()).rejects.toMatchObject({ fault: { cause: 'deadline' } });
    expect(await versions.next()).toEqual(DONE);
  });
});
