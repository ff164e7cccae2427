import { defer, finalize, map, Observable, ReplaySubject, share } from 'rxjs';

import { every, type Clock } from '../../core/index.js';
import type { Performance, PerformanceMonitor } from '../../monitoring/index.js';
import { ConnectionsExhaustedError } from '../protocol/api.errors.js';

const REPORT_INTERVAL_MS = 1_000;

/** Streams of reports open at once: what watches them are people and dashboards. */
const MAX_STREAMS = 100;

/** The performance report every second while it is watched; all watchers share one report. */
export class PerformanceFeed {
  /** Emits the current report, then each new one. */
  readonly reports: Observable<Performance>;
  readonly #json: Observable<string>;
  #streams = 0;

  constructor(monitor: Pick<PerformanceMonitor, 'report'>, clock: Clock) {
    this.reports = new Observable<Performance>((subscriber) => {
      subscriber.next(monitor.report());
      return every(clock, REPORT_INTERVAL_MS, () => subscriber.next(monitor.report()));
    }).pipe(share({ connector: () => new ReplaySubject(1) }));
    this.#json = this.reports.pipe(
      map((report) => JSON.stringify(report)),
      share({ connector: () => new ReplaySubject(1) }),
    );
  }

  /**
   * The reports as JSON, written once for all streams.
   *
   * @throws {ConnectionsExhaustedError} `CONNECTIONS_EXHAUSTED`, if too many streams are open.
   */
  stream(): Observable<string> {
    if (this.#streams >= MAX_STREAMS) throw new ConnectionsExhaustedError(MAX_STREAMS);
    return defer(() => {
      this.#streams++;
      return this.#json.pipe(finalize(() => this.#streams--));
    });
  }
}
