import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { AccessModule, CallerLimits } from '../access/index.js';
import { ANSWER_CACHE_POLICY, AnswerCache, Caches } from '../cache/index.js';
import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { ConversationsModule, ConversationStore, Journal } from '../conversations/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { Enhancer, McpModule, ServerRegistry } from '../mcp/index.js';
import { ClassPolicy, Intake, JobQueue, OptimizerModule, SpareCapacity } from '../optimizer/index.js';
import { ModelAuthors, PersonaRouter, PersonasModule, PlaybookEngine } from '../personas/index.js';
import { questionSignature } from '../text/index.js';

import { AnswerEventLogs } from './answer-events.js';
import { AnswerStore } from './answer-store.js';
import type { Answer } from './answer.js';
import { BackgroundAnswers } from './background-answers.js';
import { Continuations } from './continuations.js';
import { askIn } from './continued-ask.js';
import { Guidance } from './guidance.js';
import { Recollection } from './recollection.js';
import { Records } from './records.js';
import { SharedAnswers } from './shared-answers.js';
import { Transcripts } from './transcripts.js';

/** Tells the cache which answers may be shared; apart from {@link GuidanceModule} because the cache needs it first. */
@Module({
  imports: [ConversationsModule, FrameworksModule, McpModule, OptimizerModule],
  providers: [
    {
      provide: ANSWER_CACHE_POLICY,
      inject: [APP_CONFIG, ClassPolicy, ConversationStore, FrameworkCatalog, Records, ServerRegistry],
      useFactory: (
        config: AppConfig,
        classes: ClassPolicy,
        conversations: ConversationStore,
        frameworks: FrameworkCatalog,
        records: Records,
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
      provide: Records,
      inject: [APP_CONFIG, ConversationStore, Journal, CLOCK],
      useFactory: ({ audit }: AppConfig, conversations: ConversationStore, journal: Journal, clock: Clock) =>
        new Records({ audit }, conversations, journal, clock),
    },
  ],
  exports: [ANSWER_CACHE_POLICY, Records],
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
    PersonasModule,
    SharedAnswersModule,
  ],
  providers: [
    {
      provide: AnswerStore,
      inject: [ConversationStore, Journal],
      useFactory: (conversations: ConversationStore, journal: Journal) => new AnswerStore(conversations, journal),
    },
    {
      provide: Recollection,
      inject: [APP_CONFIG, ConversationStore],
      useFactory: (config: AppConfig, conversations: ConversationStore) =>
        new Recollection(config.conversations, conversations),
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
      provide: Transcripts,
      inject: [Caches, CLOCK, ConversationStore, JobQueue, Records],
      useFactory: (caches: Caches, clock: Clock, conversations: ConversationStore, jobs: JobQueue, records: Records) =>
        new Transcripts({ caches, clock, conversations, jobs, records }),
    },
    {
      provide: Guidance,
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
        Intake,
        CallerLimits,
        PlaybookEngine,
        Recollection,
        Records,
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
        intake: Intake,
        limits: CallerLimits,
        playbook: PlaybookEngine,
        recollection: Recollection,
        records: Records,
        router: PersonaRouter,
      ) =>
        new Guidance(
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
      inject: [ClassPolicy, Guidance, SpareCapacity, CLOCK],
      useFactory: (classes: ClassPolicy, guidance: Guidance, spare: SpareCapacity, clock: Clock) =>
        new BackgroundAnswers(classes, guidance, spare, clock),
    },
  ],
  exports: [AnswerEventLogs, ConversationsModule, Guidance, SharedAnswersModule, Transcripts],
})
export class GuidanceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Continuations) private readonly continuations: Continuations,
    @Inject(Guidance) private readonly guidance: Guidance,
    @Inject(AnswerCache) private readonly cache: AnswerCache<Answer>,
    @Inject(BackgroundAnswers) private readonly background: BackgroundAnswers,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // The first reading of a question compiles what reads it, which would cost a request of 100 ms a part of them.
    questionSignature('Which question warms up?');
    this.cache.refreshWith((input, { caller }) => this.background.make(askIn(input), caller));
    await this.guidance.warmUp();
  }

  onApplicationShutdown(): void {
    this.continuations.cancelAll('the service is shutting down');
  }
}
