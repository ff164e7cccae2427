import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { Observable } from 'rxjs';

import { PerformanceMonitor, ReadinessState, type Performance } from '../../monitoring/index.js';
import { PerformanceFeed } from '../performance-feed.js';

import { untilFarewell } from './farewell.js';

/** How well the service does, over REST. */
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
    const reports = new Observable<MessageEvent>((subscriber) =>
      this.feed.watch((data) => subscriber.next({ type: 'performance', data })),
    );
    return reports.pipe(untilFarewell(this.readiness.closing));
  }
}
