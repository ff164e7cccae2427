import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';

import { ReadinessState } from './readiness.js';

/** Readiness as Terminus asks for it. */
@Injectable()
export class ReadinessIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
  ) {}

  ready() {
    const { isReady, reason } = this.readiness.current;
    const session = this.indicators.check('service');
    return isReady ? session.up() : session.down({ reason });
  }

  started() {
    const session = this.indicators.check('service');
    return this.readiness.hasStarted ? session.up() : session.down({ reason: 'starting' });
  }
}
