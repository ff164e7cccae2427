import { basename } from 'node:path';

import { Inject, Injectable } from '@nestjs/common';
import { HealthIndicatorService } from '@nestjs/terminus';

import { Journal } from '../conversations/index.js';
import { FrameworkCatalog } from '../frameworks/index.js';

import { ReadinessState } from './readiness.js';

/** Health indicators for Terminus. */
@Injectable()
export class ReadinessIndicator {
  constructor(
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(ReadinessState) private readonly readiness: ReadinessState,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
    @Inject(Journal) private readonly journal: Journal,
  ) {}

  ready() {
    const reason = this.readiness.notReadyReason;
    const service = this.indicators.check('service');
    return reason === undefined ? service.up() : service.down({ reason });
  }

  /** A database that refuses to store does not make the service unready: what is answered waits to be stored. */
  store() {
    const { blockedMs, entries, isBlocked } = this.journal.state;
    const forSeconds = Math.round(blockedMs / 1_000);
    return this.indicators.check('store').up(isBlocked ? { blocked: true, forSeconds, waiting: entries } : {});
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
