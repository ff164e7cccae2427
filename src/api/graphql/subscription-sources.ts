import type { Observable } from 'rxjs';

import type { Answer, AnswerEventLog } from '../../answers/index.js';
import type { Performance } from '../../monitoring/index.js';

import { PullIterator } from './pull-iterator.js';

/**
 * The newest version of an answer, then each later one, until the final one.
 *
 * @param log      The events of the answer.
 * @param failedBy Makes the error of an answer that will never be final, from the last error in its log.
 */
export function answerVersions(log: AnswerEventLog, failedBy: (fault: object) => Error): PullIterator<Answer> {
  let seen = 0;
  let isFinal = false;
  let fault = '{}';
  const take = (): IteratorResult<Answer, undefined> | undefined => {
    let version: string | undefined;
    for (let event = log.after(seen); event !== undefined; event = log.after(seen)) {
      seen = event.id;
      isFinal ||= event.type === 'answer.final';
      if (event.type === 'answer.final' || event.type === 'answer.partial') version = event.data;
      if (event.type === 'error') fault = event.data;
    }
    if (version !== undefined) return { value: JSON.parse(version) as Answer };
    if (!log.isEnded) return undefined;
    if (!isFinal) throw failedBy(JSON.parse(fault) as object);
    return { done: true, value: undefined };
  };
  return new PullIterator(take, (wake) => log.subscribe(wake));
}

/** The current performance report, then the newest whenever the consumer asks for the next. */
export function performanceReports(reports: Observable<Performance>): PullIterator<Performance> {
  let newest: Performance | undefined;
  const take = (): IteratorResult<Performance, undefined> | undefined => {
    if (newest === undefined) return undefined;
    const value = newest;
    newest = undefined;
    return { value };
  };
  return new PullIterator(take, (wake) => {
    const subscription = reports.subscribe((report) => {
      newest = report;
      wake();
    });
    return () => subscription.unsubscribe();
  });
}
