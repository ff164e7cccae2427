import { Module } from '@nestjs/common';

import type { Clock } from '../common/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';

import { ConversationStore } from './conversation-store.js';

/** Remembers what was asked and answered. */
@Module({
  providers: [
    {
      provide: ConversationStore,
      inject: [APP_CONFIG, CLOCK],
      useFactory: (config: AppConfig, clock: Clock) => new ConversationStore(config.conversations, clock),
    },
  ],
  exports: [ConversationStore],
})
export class ConversationsModule {}
