import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';

import { CacheRegistry } from '../cache/index.js';
import { Prefetcher } from '../answers/index.js';
import { APP_CONFIG, type AppConfig } from '../config/index.js';
import { Journal } from '../conversations/index.js';
import { AnswerEventLogs, Continuations, AnswersModule } from '../answers/index.js';
import { Enhancer, McpModule } from '../mcp/index.js';
import { Housekeeping, MemoryModule, MemoryAccounting, PressureMonitor, Workload } from '../memory/index.js';
import { Admission, requestAnswered } from '../optimizer/index.js';
import { JobQueue } from '../jobs/index.js';

/** What one of them takes in this process, bytes, about; measured. */
const EACH = { mcpSession: 131_072, openQuestion: 16_384, job: 1_024 } as const;

/** Tells `memory/` who holds memory, what can be given up and what has to be done: the ports it owns, wired. */
@Module({ imports: [AnswersModule, McpModule, MemoryModule] })
export class MemoryAccountingModule implements OnApplicationBootstrap, OnApplicationShutdown {
  #unsubscribe: (() => void) | undefined;

  constructor(
    @Inject(ModuleRef) private readonly parts: ModuleRef,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.#watchWorkload();
    this.#registerRelief();
    this.#registerHoldings();
    this.#registerPools();
    this.#registerSweeps();
  }

  onApplicationShutdown(): void {
    this.#unsubscribe?.();
  }

  #watchWorkload(): void {
    const workload = this.#the(Workload);
    const admission = this.#the(Admission);
    workload.open = () => admission.state.open;
    this.#unsubscribe = requestAnswered.subscribe(() => void workload.requests++);
  }

  #registerRelief(): void {
    const { actions: relief } = this.#the(PressureMonitor);
    const continuations = this.#the(Continuations);
    const prefetcher = this.#the(Prefetcher);
    for (const [owner, pausable] of Object.entries({ continuations, prefetcher })) {
      relief.register({
        step: 'background',
        owner,
        apply: () => (pausable.isPaused = true),
        revert: () => (pausable.isPaused = false),
      });
    }
  }

  #registerHoldings(): void {
    const owners = this.#the(MemoryAccounting);
    const { admission: limits, continuation, jobs: jobLimits, mcp, store, streams } = this.config;
    const [admission, caches, continuations] = [
      this.#the(Admission),
      this.#the(CacheRegistry),
      this.#the(Continuations),
    ];
    const [enhancer, journal, jobs] = [this.#the(Enhancer), this.#the(Journal), this.#the(JobQueue)];
    const logs = this.#the(AnswerEventLogs);
    for (const name of caches.states.keys()) {
      owners.registerComponent(`cache:${name}`, () => {
        const { entries = 0, bytes = 0, maxBytes = 0 } = caches.states.get(name) ?? {};
        return { count: entries, bytes, maxBytes };
      });
    }
    const prefetcher = this.#the(Prefetcher);
    owners.registerComponent('follow-ups', () => prefetcher.usage);
    owners.registerComponent('event-logs', () => ({ count: logs.size, bytes: logs.bytes, maxBytes: streams.maxBytes }));
    owners.registerComponent('journal', () => {
      const { entries, bytes } = journal.state;
      return { count: entries, bytes, maxBytes: store.outbox.maxBytes };
    });
    const counted = (owner: string, bytesEach: number, most: number, count: () => number) =>
      owners.registerComponent(owner, () => ({
        count: count(),
        bytes: count() * bytesEach,
        maxBytes: most * bytesEach,
      }));
    counted('questions', EACH.openQuestion, limits.capacity + limits.queueCapacity, () => {
      const { open, queued } = admission.state;
      return open + queued;
    });
    counted('continuations', EACH.openQuestion, continuation.capacity, () => continuations.active);
    counted('jobs', EACH.job, jobLimits.queueCapacity, () => jobs.localSize);
    counted('mcp-sessions', EACH.mcpSession, mcp.maxSessions, () =>
      enhancer.servers.reduce((sum, { sessions: open }) => sum + open, 0),
    );
  }

  #registerPools(): void {
    const owners = this.#the(MemoryAccounting);
    const enhancer = this.#the(Enhancer);
    owners.registerPool('mcp-sessions-builtin', () => enhancer.poolUse(true));
    owners.registerPool('mcp-sessions', () => enhancer.poolUse(false));
  }

  #registerSweeps(): void {
    const housekeeping = this.#the(Housekeeping);
    const caches = this.#the(CacheRegistry);
    housekeeping.register({ owner: 'caches', run: (isTimeUp) => caches.sweepExpired(isTimeUp) });
  }

  #the<T>(type: (abstract new (...args: never[]) => T) & { readonly prototype: T }): T {
    return this.parts.get(type, { strict: false });
  }
}
