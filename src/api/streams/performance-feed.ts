import { defer, finalize, map, Observable, ReplaySubject, share, startWith } from 'rxjs';

import { every, type Clock } from '../../core/index.js';
import type { Performance, PerformanceMonitor, PerformanceRecorder } from '../../monitoring/index.js';
import { ConnectionsExhaustedError } from '../protocol/api.errors.js';

const REPORT_INTERVAL_MS = 1_000;

/** Streams of reports open at once: what watches them are people and dashboards. */
const MAX_STREAMS = 100;

/** One event of a stream; its data is JSON. */
export interface PerformanceEvent {
  readonly type: 'history' | 'performance';
  readonly data: string;
}

/** The performance report every second while it is watched; all watchers share one report. */
export class PerformanceFeed {
  /** Emits the current report, then each new one. */
  readonly reports: Observable<Performance>;
  readonly #events: Observable<PerformanceEvent>;
  #streams = 0;

  constructor(
    monitor: Pick<PerformanceMonitor, 'report'>,
    private readonly recorder: Pick<PerformanceRecorder, 'history'>,
    clock: Clock,
  ) {
    this.reports = new Observable<Performance>((subscriber) => {
      subscriber.next(monitor.report());
      return every(clock, REPORT_INTERVAL_MS, () => subscriber.next(monitor.report()));
    }).pipe(share({ connector: () => new ReplaySubject(1) }));
    this.#events = this.reports.pipe(
      map((report): PerformanceEvent => ({ type: 'performance', data: JSON.stringify(report) })),
      share({ connector: () => new ReplaySubject(1) }),
    );
  }

  /**
   * What happened lately, then the reports; those are written as JSON once for all streams.
   *
   * @throws {ConnectionsExhaustedError} `CONNECTIONS_EXHAUSTED`, if too many streams are open.
   */
  stream(): Observable<PerformanceEvent> {
    if (this.#streams >= MAX_STREAMS) throw new ConnectionsExhaustedError(MAX_STREAMS);
    return defer(() => {
      this.#streams++;
      const history: PerformanceEvent = { type: 'history', data: JSON.stringify(this.recorder.history) };
      return this.#events.pipe(
        startWith(history),
        finalize(() => this.#streams--),
      );
    });
  }
}
