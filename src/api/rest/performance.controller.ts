import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { defer, endWith, fromEvent, of, takeUntil, type Observable } from 'rxjs';

import {
  PerformanceMonitor,
  PerformanceRecorder,
  ReadinessState,
  type Performance,
  type PerformanceHistory,
} from '../../monitoring/index.js';
import { PerformanceFeed } from '../streams/performance-feed.js';

/** Last event when the service closes its connections; a browser reconnects, to another replica, after `retry`. */
const CLOSING: MessageEvent = { type: 'closing', data: { reason: 'draining' }, retry: 1_000 };

/** The performance report over REST. */
@Controller('v1/performance')
export class PerformanceController {
  constructor(
    @Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor,
    @Inject(PerformanceRecorder) private readonly recorder: PerformanceRecorder,
    @Inject(PerformanceFeed) private readonly feed: PerformanceFeed,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
  ) {}

  @Get()
  report(): Performance {
    return this.monitor.report();
  }

  @Get('history')
  history(): PerformanceHistory {
    return this.recorder.history;
  }

  @Sse('stream')
  stream(): Observable<MessageEvent> {
    const { closing: farewell } = this.readiness;
    const closed = defer(() => (farewell.aborted ? of(true) : fromEvent(farewell, 'abort')));
    return this.feed.stream().pipe(takeUntil(closed), endWith(CLOSING));
  }
}
