import { basename } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';

import { FrameworkCatalog } from '../frameworks/index.js';

import { ReadinessState } from './readiness.js';

/** Health indicators for Terminus. */
@Injectable()
export class ReadinessIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
  ) {}

  ready() {
    const reason = this.readiness.notReadyReason;
    const service = this.indicators.check('service');
    return reason === undefined ? service.up() : service.down({ reason });
  }

  /** A library that could not be reloaded does not make the service unready: the previous one stays in use. */
  library() {
    const mistakes = this.catalog.lastError?.mistakes.map(
      ({ file, line, message }) => `${basename(file)}:${line}: ${message}`,
    );
    return this.indicators.check('frameworks').up(mistakes === undefined ? {} : { reloadFailed: mistakes });
  }

  started() {
    const service = this.indicators.check('service');
    return this.readiness.hasStarted ? service.up() : service.down({ reason: 'starting' });
  }
}
