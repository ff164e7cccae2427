import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AccessModule, CallerLimits } from '../access/index.js';
import { CacheRegistry } from '../cache/index.js';
import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { ConversationsModule, ConversationStore, Journal } from '../conversations/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { Enhancer, McpModule, ServerRegistry } from '../mcp/index.js';
import { ClassPolicy, AdmissionPlanner, OptimizerModule, SpareCapacity } from '../optimizer/index.js';
import { JobQueue } from '../jobs/index.js';
import { ModelAuthors, ModelsModule } from '../models/index.js';
import { PERSONAS, PersonaRouter } from '../personas/index.js';
import { PlaybookEngine } from '../playbook/index.js';
import { normalizedQuestionKey } from '../text/index.js';

import { AnswerEventLogs } from './answer-events.js';
import { AnswerCacheInterceptor } from './caching/answer-cache.interceptor.js';
import { ANSWER_CACHE_POLICY, AnswerCache, type AnswerCachePolicy } from './caching/answer-cache.js';
import { Prefetcher } from './caching/prefetcher.js';
import { AnswerStore } from './answer-store.js';
import type { Answer } from './messages/answer.js';
import { BackgroundAnswers } from './background-answers.js';
import { Continuations } from './continuations.js';
import { askIn } from './messages/follow-up-question.js';
import { AnswerService } from './answer-service.js';
import { HistoryLoader } from './history-loader.js';
import { AnswerRecorder } from './answer-recorder.js';
import { SharedAnswers } from './caching/shared-answers.js';
import { ConversationService } from './conversation-service.js';

/** Tells the cache which answers may be shared; apart from {@link AnswersModule} because the cache needs it first. */
@Module({
  imports: [ConversationsModule, FrameworksModule, McpModule, OptimizerModule],
  providers: [
    {
      provide: ANSWER_CACHE_POLICY,
      inject: [APP_CONFIG, ClassPolicy, ConversationStore, FrameworkCatalog, AnswerRecorder, ServerRegistry],
      useFactory: (
        config: AppConfig,
        classes: ClassPolicy,
        conversations: ConversationStore,
        frameworks: FrameworkCatalog,
        records: AnswerRecorder,
        servers: ServerRegistry,
      ) =>
        new SharedAnswers(
          { configVersion: () => servers.version, replyReserveMs: config.replyReserve.minMs, ...config.cache },
          classes,
          conversations,
          frameworks,
          records,
        ),
    },
    {
      provide: AnswerRecorder,
      inject: [APP_CONFIG, ConversationStore, Journal, CLOCK],
      useFactory: ({ audit }: AppConfig, conversations: ConversationStore, journal: Journal, clock: Clock) =>
        new AnswerRecorder({ audit }, conversations, journal, clock),
    },
  ],
  exports: [ANSWER_CACHE_POLICY, AnswerRecorder],
})
export class SharedAnswersModule {}

/** The use case: ask, plan, fetch. */
@Module({
  imports: [
    AccessModule,
    ConversationsModule,
    FrameworksModule,
    McpModule,
    OptimizerModule,
    ModelsModule,
    SharedAnswersModule,
  ],
  providers: [
    {
      provide: AnswerCache,
      inject: [APP_CONFIG, CacheRegistry, ANSWER_CACHE_POLICY],
      useFactory: ({ cache }: AppConfig, caches: CacheRegistry, policy: AnswerCachePolicy<object, object>) =>
        new AnswerCache(
          caches.open({
            name: 'answers',
            schema: policy.schema,
            sizeOf: (kept) => policy.sizeOf(kept),
            fingerprintOf: (kept) => policy.fingerprintOf(kept),
            ...cache,
          }),
          policy,
        ),
    },
    {
      provide: Prefetcher,
      inject: [APP_CONFIG, AnswerCache, JobQueue, CLOCK],
      useFactory: ({ cache }: AppConfig, answers: AnswerCache<object>, jobs: JobQueue, clock: Clock) =>
        new Prefetcher({ isEnabled: cache.prefetch, leastPrecision: cache.prefetchPrecision }, answers, jobs, clock),
    },
    AnswerCacheInterceptor,
    { provide: PersonaRouter, useFactory: () => new PersonaRouter(PERSONAS) },
    { provide: PlaybookEngine, useFactory: () => new PlaybookEngine() },
    {
      provide: AnswerStore,
      inject: [ConversationStore, Journal],
      useFactory: (conversations: ConversationStore, journal: Journal) => new AnswerStore(conversations, journal),
    },
    {
      provide: HistoryLoader,
      inject: [APP_CONFIG, ConversationStore],
      useFactory: (config: AppConfig, conversations: ConversationStore) =>
        new HistoryLoader(config.conversations, conversations),
    },
    {
      provide: AnswerEventLogs,
      inject: [APP_CONFIG],
      useFactory: ({ streams }: AppConfig) => new AnswerEventLogs(streams),
    },
    {
      provide: Continuations,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new Continuations(config.continuation, clock),
    },
    {
      provide: ConversationService,
      inject: [CacheRegistry, CLOCK, ConversationStore, JobQueue, AnswerRecorder],
      useFactory: (
        caches: CacheRegistry,
        clock: Clock,
        conversations: ConversationStore,
        jobs: JobQueue,
        records: AnswerRecorder,
      ) => new ConversationService({ caches, clock, conversations, jobs, records }),
    },
    {
      provide: AnswerService,
      inject: [
        APP_CONFIG,
        AnswerStore,
        ModelAuthors,
        AnswerCache,
        ClassPolicy,
        CLOCK,
        Continuations,
        ConversationStore,
        Enhancer,
        FrameworkCatalog,
        AdmissionPlanner,
        CallerLimits,
        PlaybookEngine,
        HistoryLoader,
        AnswerRecorder,
        PersonaRouter,
      ],
      useFactory: (
        { models }: AppConfig,
        answers: AnswerStore,
        authors: ModelAuthors,
        cache: AnswerCache<Answer>,
        classes: ClassPolicy,
        clock: Clock,
        continuations: Continuations,
        conversations: ConversationStore,
        enhancer: Enhancer,
        frameworks: FrameworkCatalog,
        intake: AdmissionPlanner,
        limits: CallerLimits,
        playbook: PlaybookEngine,
        recollection: HistoryLoader,
        records: AnswerRecorder,
        router: PersonaRouter,
      ) =>
        new AnswerService(
          { findingsWaitMs: models.findingsWaitMs },
          {
            answers,
            authors,
            cache,
            classes,
            clock,
            continuations,
            conversations,
            enhancer,
            frameworks,
            intake,
            limits,
            playbook,
            recollection,
            records,
            router,
          },
        ),
    },
    {
      provide: BackgroundAnswers,
      inject: [ClassPolicy, AnswerService, SpareCapacity, CLOCK],
      useFactory: (classes: ClassPolicy, guidance: AnswerService, spare: SpareCapacity, clock: Clock) =>
        new BackgroundAnswers(classes, guidance, spare, clock),
    },
  ],
  exports: [
    AnswerCache,
    AnswerCacheInterceptor,
    AnswerEventLogs,
    ConversationsModule,
    AnswerService,
    Prefetcher,
    SharedAnswersModule,
    ConversationService,
  ],
})
export class AnswersModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Continuations) private readonly continuations: Continuations,
    @Inject(AnswerService) private readonly guidance: AnswerService,
    @Inject(AnswerCache) private readonly cache: AnswerCache<Answer>,
    @Inject(BackgroundAnswers) private readonly background: BackgroundAnswers,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // The first reading of a question compiles what reads it, which would cost a request of 100 ms a part of them.
    normalizedQuestionKey('Which question warms up?');
    this.cache.refreshWith((input, { caller }) => this.background.make(askIn(input), caller));
    await this.guidance.warmUp();
  }

  onApplicationShutdown(): void {
    this.continuations.cancelAll('the service is shutting down');
  }
}
