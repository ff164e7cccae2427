import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AccessModule, Limits } from '../access/index.js';
import { CacheRegistry } from '../cache/index.js';
import { APP_CONFIG, CLOCK, LiveConfig, type AppConfig } from '../config/index.js';
import { ConversationsModule, ConversationStore, FeedbackStore, Journal } from '../conversations/index.js';
import type { Clock } from '../core/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { JobQueue } from '../jobs/index.js';
import { Enhancer, McpModule } from '../mcp/index.js';
import { MemoryAccounting, MemoryModule, PressureActions } from '../memory/index.js';
import { ModelAuthors, ModelsModule } from '../models/index.js';
import { Admission, AdmissionPlanner, ClassPolicy, OptimizerModule } from '../optimizer/index.js';
import { PERSONAS, PersonaRouter } from '../personas/index.js';
import { PlaybookEngine } from '../playbook/index.js';

import { AnswerCacheInterceptor } from './answer-cache.interceptor.js';
import { AnswerComposer } from './answer-composer.js';
import { AnswerPipeline } from './answer-pipeline.js';
import { AnswerCache } from './caching/answer-cache.js';
import { AnswerKeys } from './caching/answer-keys.js';
import { CachedAnswer } from './caching/cached-answer.js';
import { Prefetcher } from './caching/prefetcher.js';
import { AnswerEventLogs } from './continuing/answer-events.js';
import { Continuations } from './continuing/continuations.js';
import { HistoryLoader } from './reading/history-loader.js';
import { QuestionReader } from './reading/question-reader.js';
import { AnswerRecorder } from './recording/answer-recorder.js';
import { AnswerStore } from './recording/answer-store.js';
import { ConversationService } from './recording/conversation-service.js';
import { FeedbackService } from './recording/feedback-service.js';
import { AnswerWriter } from './writing/answer-writer.js';

/** A continuation in progress, bytes; measured. */
const CONTINUATION_BYTES = 16_384;

/** The use case. Its steps are plain classes; this file says what each is made of. */
@Module({
  imports: [
    AccessModule,
    ConversationsModule,
    FrameworksModule,
    McpModule,
    MemoryModule,
    ModelsModule,
    OptimizerModule,
  ],
  providers: [
    {
      provide: AnswerKeys,
      inject: [FrameworkCatalog, LiveConfig],
      useFactory: (frameworks: FrameworkCatalog, config: LiveConfig) =>
        new AnswerKeys(frameworks, () => config.current.version),
    },
    {
      provide: AnswerCache,
      inject: [APP_CONFIG, CacheRegistry],
      useFactory: ({ cache }: AppConfig, caches: CacheRegistry) =>
        new AnswerCache(
          cache,
          caches.open({
            ...cache,
            name: 'answers',
            schema: CachedAnswer.schema,
            sizeOf: ({ bytes }) => bytes,
            fingerprintOf: ({ fingerprint }) => fingerprint,
          }),
        ),
    },
    {
      provide: AnswerRecorder,
      inject: [APP_CONFIG, ConversationStore, Journal, CLOCK],
      useFactory: ({ audit }: AppConfig, conversations: ConversationStore, journal: Journal, clock: Clock) =>
        new AnswerRecorder({ audit }, conversations, journal, clock),
    },
    {
      provide: AnswerStore,
      inject: [ConversationStore, Journal],
      useFactory: (conversations: ConversationStore, journal: Journal) => new AnswerStore(conversations, journal),
    },
    {
      provide: Continuations,
      inject: [APP_CONFIG, CLOCK, MemoryAccounting],
      useFactory: ({ continuation }: AppConfig, clock: Clock, accounting: MemoryAccounting) => {
        const continuations = new Continuations(continuation, clock);
        const { capacity } = continuation;
        accounting.registerCounted('continuations', CONTINUATION_BYTES, capacity, () => continuations.active);
        return continuations;
      },
    },
    { provide: PlaybookEngine, useFactory: () => new PlaybookEngine() },
    {
      provide: QuestionReader,
      inject: [FrameworkCatalog, Enhancer, PlaybookEngine, CLOCK],
      useFactory: (frameworks: FrameworkCatalog, enhancer: Enhancer, playbook: PlaybookEngine, clock: Clock) =>
        new QuestionReader(frameworks, new PersonaRouter(PERSONAS), enhancer, playbook, clock),
    },
    {
      provide: AnswerWriter,
      inject: [APP_CONFIG, ModelAuthors, Enhancer, Limits, PlaybookEngine],
      useFactory: (
        { models: { findingsWaitMs } }: AppConfig,
        authors: ModelAuthors,
        enhancer: Enhancer,
        limits: Limits,
        playbook: PlaybookEngine,
      ) => new AnswerWriter({ authors, enhancer, limits, playbook, findingsWaitMs }),
    },
    {
      provide: AnswerComposer,
      inject: [AdmissionPlanner, AnswerStore, AnswerCache, Continuations, ConversationStore, AnswerWriter],
      useFactory: (
        admission: AdmissionPlanner,
        answers: AnswerStore,
        cache: AnswerCache,
        continuations: Continuations,
        conversations: ConversationStore,
        writer: AnswerWriter,
      ) => new AnswerComposer({ admission, answers, cache, continuations, conversations, writer }),
    },
    {
      provide: AnswerPipeline,
      inject: [
        APP_CONFIG,
        CLOCK,
        ConversationStore,
        Admission,
        ClassPolicy,
        AnswerKeys,
        AnswerCache,
        Limits,
        AdmissionPlanner,
        QuestionReader,
        AnswerComposer,
        AnswerRecorder,
      ],
      useFactory: (
        config: AppConfig,
        clock: Clock,
        conversations: ConversationStore,
        spare: Admission,
        classes: ClassPolicy,
        keys: AnswerKeys,
        cache: AnswerCache,
        limits: Limits,
        admission: AdmissionPlanner,
        reader: QuestionReader,
        composer: AnswerComposer,
        recorder: AnswerRecorder,
      ) => {
        const history = new HistoryLoader(config.conversations, conversations);
        return new AnswerPipeline(
          { classes, history, keys, cache, limits, admission, reader, composer, recorder },
          { clock, conversations, spare, replyReserveMs: config.replyReserve.minMs },
        );
      },
    },
    {
      provide: Prefetcher,
      inject: [APP_CONFIG, AnswerPipeline, AnswerCache, AnswerKeys, JobQueue, CLOCK, MemoryAccounting],
      useFactory: (
        { cache: { prefetch, prefetchPrecision } }: AppConfig,
        pipeline: AnswerPipeline,
        cache: AnswerCache,
        keys: AnswerKeys,
        jobs: JobQueue,
        clock: Clock,
        accounting: MemoryAccounting,
      ) => {
        const options = { isEnabled: prefetch, minPrecision: prefetchPrecision };
        const prefetcher = new Prefetcher(options, pipeline, cache, keys, jobs, clock);
        accounting.register('follow-ups', () => prefetcher.usage);
        return prefetcher;
      },
    },
    {
      provide: ConversationService,
      inject: [CacheRegistry, CLOCK, ConversationStore, FeedbackStore, JobQueue, AnswerRecorder],
      useFactory: (
        caches: CacheRegistry,
        clock: Clock,
        conversations: ConversationStore,
        feedback: FeedbackStore,
        jobs: JobQueue,
        records: AnswerRecorder,
      ) => new ConversationService({ caches, clock, conversations, feedback, jobs, records }),
    },
    {
      provide: FeedbackService,
      inject: [AnswerStore, FeedbackStore, AnswerRecorder, CLOCK],
      useFactory: (answers: AnswerStore, feedback: FeedbackStore, records: AnswerRecorder, clock: Clock) =>
        new FeedbackService(answers, feedback, records, clock),
    },
    {
      provide: AnswerEventLogs,
      inject: [APP_CONFIG, MemoryAccounting],
      useFactory: ({ streams }: AppConfig, accounting: MemoryAccounting) => {
        const logs = new AnswerEventLogs(streams);
        const { maxBytes } = streams;
        accounting.register('event-logs', () => ({ count: logs.size, bytes: logs.bytes, maxBytes }));
        return logs;
      },
    },
    AnswerCacheInterceptor,
  ],
  exports: [
    AnswerCache,
    AnswerCacheInterceptor,
    AnswerEventLogs,
    AnswerPipeline,
    AnswerRecorder,
    AnswerStore,
    Continuations,
    ConversationService,
    ConversationsModule,
    FeedbackService,
    Prefetcher,
  ],
})
export class AnswersModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(AnswerPipeline) private readonly pipeline: AnswerPipeline,
    @Inject(Continuations) private readonly continuations: Continuations,
    @Inject(Prefetcher) private readonly prefetcher: Prefetcher,
    @Inject(PressureActions) private readonly pressure: PressureActions,
  ) {}

  onApplicationBootstrap(): void {
    const { continuations, pipeline, prefetcher } = this;
    pipeline.onAnswered((answered) => prefetcher.observe(answered));
    for (const [component, pausable] of Object.entries({ continuations, prefetcher })) {
      this.pressure.register({
        step: 'background',
        component,
        apply: () => (pausable.isPaused = true),
        revert: () => (pausable.isPaused = false),
      });
    }
    pipeline.warmUp();
  }

  onApplicationShutdown(): void {
    this.continuations.cancelAll('the service is shutting down');
  }
}
