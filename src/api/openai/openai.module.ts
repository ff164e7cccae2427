import { Logger, Module } from '@nestjs/common';

import { AccessModule, Idempotency } from '../../access/index.js';
import { AnswerPipeline, AnswersModule, AnswerStore } from '../../answers/index.js';
import { CacheRegistry } from '../../cache/index.js';
import { ConversationStore } from '../../conversations/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../../config/index.js';
import type { Clock } from '../../core/index.js';
import { FrameworkCatalog, FrameworksModule } from '../../frameworks/index.js';
import { OptimizerModule } from '../../optimizer/index.js';

import { OpenAiController } from './openai.controller.js';
import { OpenAiReplies } from './openai-replies.js';
import { Threads, threadSchema } from './threads.js';

/** Conversations of clients that are remembered, and what they may take. */
const THREADS = { maxEntries: 5_000, maxBytes: 4_194_304 } as const;

/** The endpoint for clients of OpenAI's protocol. */
@Module({
  imports: [AccessModule, AnswersModule, FrameworksModule, OptimizerModule],
  controllers: [OpenAiController],
  providers: [
    Logger,
    {
      provide: Threads,
      inject: [CacheRegistry],
      useFactory: (caches: CacheRegistry) =>
        new Threads(caches.open({ name: 'chat-threads', schema: threadSchema, ...THREADS })),
    },
    {
      provide: OpenAiReplies,
      inject: [
        APP_CONFIG,
        AnswerStore,
        CLOCK,
        ConversationStore,
        FrameworkCatalog,
        Idempotency,
        Logger,
        AnswerPipeline,
        Threads,
      ],
      useFactory: (
        { streams: { pingMs } }: AppConfig,
        answers: AnswerStore,
        clock: Clock,
        conversations: ConversationStore,
        frameworks: FrameworkCatalog,
        idempotency: Idempotency,
        logger: Logger,
        pipeline: AnswerPipeline,
        threads: Threads,
      ) =>
        new OpenAiReplies({
          answers,
          clock,
          conversations,
          frameworks,
          idempotency,
          logger,
          pingMs,
          pipeline,
          threads,
        }),
    },
  ],
})
export class OpenAiModule {}
