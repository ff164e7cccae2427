import { Controller, Get, Inject } from '@nestjs/common';

import { PerformanceMonitor, type Performance } from '../../monitoring/index.js';

/** How well the service does, over REST. */
@Controller('v1/performance')
export class PerformanceController {
  constructor(@Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor) {}

  @Get()
  report(): Performance {
    return this.monitor.report();
  }
}
