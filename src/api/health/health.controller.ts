import { Controller, Get, HttpStatus, Inject, Res, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult, type HealthIndicatorFunction } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';

import { Public } from '../../access/index.js';
import { LoadSignal, ReadinessIndicator, type Load } from '../../monitoring/index.js';

/** Probes for an orchestrator. */
@Public()
@Controller('health')
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(ReadinessIndicator) private readonly readiness: ReadinessIndicator,
    @Inject(LoadSignal) private readonly signal: LoadSignal,
  ) {}

  /** Not through Terminus, which reports `error` while the service drains, and an orchestrator would kill it. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    return this.#check(reply, [
      () => this.readiness.ready(),
      () => this.readiness.library(),
      () => this.readiness.store(),
    ]);
  }

  @Get('startup')
  startup(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthCheckResult> {
    return this.#check(reply, [() => this.readiness.started()]);
  }

  /** The load of this replica: the signal of the autoscaler. */
  @Get('load')
  load(): Load {
    return this.signal.current;
  }

  /** A negative result is not an error: it is neither logged nor sent as a problem. */
  async #check(reply: FastifyReply, indicators: HealthIndicatorFunction[]): Promise<HealthCheckResult> {
    try {
      return await this.health.check(indicators);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      void reply.code(HttpStatus.SERVICE_UNAVAILABLE);
      return error.getResponse() as HealthCheckResult;
    }
  }
}
