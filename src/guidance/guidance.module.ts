import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { ANSWER_CACHE_POLICY, AnswerCache } from '../cache/index.js';
import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { ConversationsModule, ConversationStore } from '../conversations/index.js';
import { FrameworkCatalog, FrameworksModule } from '../frameworks/index.js';
import { Enhancer, McpModule } from '../mcp/index.js';
import { Admission, ClassPolicy, Forecast, OptimizerModule } from '../optimizer/index.js';
import { PersonaRouter, PersonasModule, PlaybookEngine } from '../personas/index.js';

import { AnswerStore } from './answer-store.js';
import type { Answer } from './answer.js';
import { Continuations } from './continuations.js';
import { Guidance } from './guidance.js';
import { SharedAnswers } from './shared-answers.js';

/** Tells the cache which answers may be shared; apart from {@link GuidanceModule} because the cache needs it first. */
@Module({
  imports: [ConversationsModule, FrameworksModule, OptimizerModule],
  providers: [
    {
      provide: ANSWER_CACHE_POLICY,
      inject: [APP_CONFIG, ClassPolicy, ConversationStore, FrameworkCatalog],
      useFactory: (
        config: AppConfig,
        classes: ClassPolicy,
        conversations: ConversationStore,
        frameworks: FrameworkCatalog,
      ) => new SharedAnswers({ configVersion: config.version, ...config.cache }, classes, conversations, frameworks),
    },
  ],
  exports: [ANSWER_CACHE_POLICY],
})
export class SharedAnswersModule {}

/** The use case: ask, plan, fetch. */
@Module({
  imports: [ConversationsModule, FrameworksModule, McpModule, OptimizerModule, PersonasModule],
  providers: [
    {
      provide: AnswerStore,
      inject: [APP_CONFIG],
      useFactory: ({ answers }: AppConfig) => new AnswerStore(answers),
    },
    {
      provide: Continuations,
      inject: [APP_CONFIG],
      useFactory: (config: AppConfig) => new Continuations(config.continuation),
    },
    {
      provide: Guidance,
      inject: [
        APP_CONFIG,
        Admission,
        AnswerStore,
        AnswerCache,
        ClassPolicy,
        CLOCK,
        Continuations,
        ConversationStore,
        Enhancer,
        Forecast,
        FrameworkCatalog,
        PlaybookEngine,
        PersonaRouter,
      ],
      useFactory: (
        { replyReserveMs }: AppConfig,
        admission: Admission,
        answers: AnswerStore,
        cache: AnswerCache<Answer>,
        classes: ClassPolicy,
        clock: Clock,
        continuations: Continuations,
        conversations: ConversationStore,
        enhancer: Enhancer,
        forecast: Forecast,
        frameworks: FrameworkCatalog,
        playbook: PlaybookEngine,
        router: PersonaRouter,
      ) =>
        new Guidance(
          { replyReserveMs },
          {
            admission,
            answers,
            cache,
            classes,
            clock,
            continuations,
            conversations,
            enhancer,
            forecast,
            frameworks,
            playbook,
            router,
          },
        ),
    },
  ],
  exports: [Guidance],
})
export class GuidanceModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Continuations) private readonly continuations: Continuations,
    @Inject(Guidance) private readonly guidance: Guidance,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.guidance.warmUp();
  }

  onApplicationShutdown(): void {
    this.continuations.cancelAll('the service is shutting down');
  }
}
