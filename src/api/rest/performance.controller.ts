import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { map, share, timer, type Observable } from 'rxjs';

import { PerformanceMonitor, ReadinessState, type Performance } from '../../monitoring/index.js';

import { untilFarewell } from './farewell.js';

/** Time between two reports of the stream, milliseconds. */
const STREAM_EVERY_MS = 1_000;

/** How well the service does, over REST. */
@Controller('v1/performance')
export class PerformanceController {
  /** However many watch, one report is made at a time. */
  readonly #reports: Observable<MessageEvent>;

  constructor(
    @Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
  ) {
    this.#reports = timer(0, STREAM_EVERY_MS).pipe(
      map(() => ({ type: 'performance', data: this.monitor.report() })),
      share(),
    );
  }

  @Get()
  report(): Performance {
    return this.monitor.report();
  }

  @Sse('stream')
  stream(): Observable<MessageEvent> {
    return this.#reports.pipe(untilFarewell(this.readiness.farewell));
  }
}
