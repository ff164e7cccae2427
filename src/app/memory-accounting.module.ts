import { Inject, Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { AnswerEventLogs, AnswersModule, Continuations, Prefetcher } from '../answers/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { JobQueue } from '../jobs/index.js';
import { MemoryAccounting, MemoryModule, PressureActions } from '../memory/index.js';

/** An open continuation and a queued job, bytes; measured. */
const CONTINUATION_BYTES = 16_384;
const JOB_BYTES = 1_024;

/** Registers what answers and jobs hold in memory, and what they stop under pressure. */
@Module({ imports: [AnswersModule, MemoryModule] })
export class MemoryAccountingModule {
  constructor(
    @Inject(ModuleRef) private readonly parts: ModuleRef,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    const { continuation, jobs: jobLimits, streams } = this.config;
    const [accounting, actions] = [this.#the(MemoryAccounting), this.#the(PressureActions)];
    const [continuations, prefetcher] = [this.#the(Continuations), this.#the(Prefetcher)];
    const [jobs, logs] = [this.#the(JobQueue), this.#the(AnswerEventLogs)];
    for (const [component, pausable] of Object.entries({ continuations, prefetcher })) {
      actions.register({
        step: 'background',
        component,
        apply: () => (pausable.isPaused = true),
        revert: () => (pausable.isPaused = false),
      });
    }
    accounting.register('follow-ups', () => prefetcher.usage);
    accounting.register('event-logs', () => ({ count: logs.size, bytes: logs.bytes, maxBytes: streams.maxBytes }));
    accounting.registerCounted('continuations', CONTINUATION_BYTES, continuation.capacity, () => continuations.active);
    accounting.registerCounted('jobs', JOB_BYTES, jobLimits.queueCapacity, () => jobs.localSize);
  }

  #the<T>(type: (abstract new (...args: never[]) => T) & { readonly prototype: T }): T {
    return this.parts.get(type, { strict: false });
  }
}
