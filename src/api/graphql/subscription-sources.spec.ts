import { describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';

import { AnswerEventLog } from '../../answers/index.js';
import type { Performance } from '../../monitoring/index.js';

import { PullIterator } from './pull-iterator.js';
import { answerVersions, performanceReports } from './subscription-sources.js';

const DONE = { done: true, value: undefined };

describe('PullIterator', () => {
  it('ends at once when its consumer returns, also while it waits, and unsubscribes from the source', async () => {
    let isSubscribed = true;
    const iterator = new PullIterator(
      () => undefined,
      () => () => {
        isSubscribed = false;
      },
    );
    const [waiting, another] = [iterator.next(), iterator.next()];
    await iterator.return();
    expect(await Promise.all([waiting, another, iterator.next()])).toEqual([DONE, DONE, DONE]);
    expect(isSubscribed).toBe(false);
  });
});

describe('performanceReports', () => {
  it('yields the newest report to a slow consumer, and none of those between', async () => {
    const source = new Subject<Performance>();
    const reports = performanceReports(source);
    const report = (number: number) => ({ number }) as unknown as Performance;
    for (let number = 0; number < 1_000; number++) source.next(report(number));
    expect(await reports.next()).toEqual({ value: report(999) });
    const waiting = reports.next();
    source.next(report(1_000));
    expect(await waiting).toEqual({ value: report(1_000) });
  });
});

describe('answerVersions', () => {
  const failedBy = (fault: object) => Object.assign(new Error('failed'), { fault });

  it('yields the newest version that is recorded, and ends after the final one', async () => {
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

  it('throws the error of the log when there will be no final version', async () => {
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
