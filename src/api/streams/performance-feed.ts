import { Observable, ReplaySubject, share } from 'rxjs';

import { every, type Clock } from '../../core/index.js';
import type { Performance, PerformanceMonitor } from '../../monitoring/index.js';

const REPORT_INTERVAL_MS = 1_000;

/** The performance report every second while it is watched; all watchers share one report. */
export class PerformanceFeed {
  /** Emits the current report, then each new one. */
  readonly reports: Observable<Performance>;

  constructor(monitor: Pick<PerformanceMonitor, 'report'>, clock: Clock) {
    this.reports = new Observable<Performance>((subscriber) => {
      subscriber.next(monitor.report());
      return every(clock, REPORT_INTERVAL_MS, () => subscriber.next(monitor.report()));
    }).pipe(share({ connector: () => new ReplaySubject(1) }));
  }
}
