import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { defer, endWith, fromEvent, map, of, takeUntil, type Observable } from 'rxjs';

import { PerformanceMonitor, ReadinessState, type Performance } from '../../monitoring/index.js';
import { PerformanceFeed } from '../streams/performance-feed.js';

/** Last event when the service closes its connections; a browser reconnects, to another replica, after `retry`. */
const CLOSING: MessageEvent = { type: 'closing', data: { reason: 'draining' }, retry: 1_000 };

/** The performance report over REST. */
@Controller('v1/performance')
export class PerformanceController {
  constructor(
    @Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor,
    @Inject(PerformanceFeed) private readonly feed: PerformanceFeed,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
  ) {}

  @Get()
  report(): Performance {
    return this.monitor.report();
  }

  @Sse('stream')
  stream(): Observable<MessageEvent> {
    const { closing: farewell } = this.readiness;
    const closed = defer(() => (farewell.aborted ? of(true) : fromEvent(farewell, 'abort')));
    const events = this.feed.stream().pipe(map((data): MessageEvent => ({ type: 'performance', data })));
    return events.pipe(takeUntil(closed), endWith(CLOSING));
  }
}
