import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';

import { Public } from '../../access/index.js';
import { ReadinessIndicator } from '../../monitoring/index.js';

/** Probes for an orchestrator. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(ReadinessIndicator) private readonly readiness: ReadinessIndicator,
  ) {}

  /** The process runs. Not through Terminus, which would say no while the service drains and get it killed. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.readiness.ready(), () => this.readiness.library()]);
  }

  @Get('startup')
  startup(): Promise<HealthCheckResult> {
    return this.health.check([() => this.readiness.started()]);
  }
}
