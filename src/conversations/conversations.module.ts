import { Inject, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import type { Clock } from '../core/index.js';
import { APP_CONFIG, CLOCK, type AppConfig } from '../config/index.js';
import { MemoryAccounting, MemoryModule } from '../memory/index.js';
import { Store } from '../store/index.js';

import { AuditTrail } from './audit/audit-trail.js';
import { ConversationStore } from './conversation-store.js';
import { FeedbackStore } from './feedback-store.js';
import { Journal } from './journal/journal.js';
import { RecentAnswers } from './recent-answers.js';
import { Retention } from './retention.js';

/** Conversations, answers and the audit trail. */
@Module({
  imports: [MemoryModule],
  providers: [
    {
      provide: Journal,
      inject: [APP_CONFIG, Store, CLOCK, MemoryAccounting],
      useFactory: ({ store: { outbox } }: AppConfig, store: Store, clock: Clock, accounting: MemoryAccounting) => {
        const journal = new Journal(outbox, store, clock);
        accounting.register('journal', () => {
          const { entries, bytes } = journal.state;
          return { count: entries, bytes, maxBytes: outbox.maxBytes };
        });
        return journal;
      },
    },
    {
      provide: ConversationStore,
      inject: [APP_CONFIG, Store, Journal, CLOCK],
      useFactory: ({ conversations }: AppConfig, store: Store, journal: Journal, clock: Clock) =>
        new ConversationStore(conversations, store, journal, clock),
    },
    {
      provide: RecentAnswers,
      inject: [Store, Journal],
      useFactory: (store: Store, journal: Journal) => new RecentAnswers(store, journal),
    },
    {
      provide: FeedbackStore,
      inject: [Store, Journal],
      useFactory: (store: Store, journal: Journal) => new FeedbackStore(store, journal),
    },
    { provide: AuditTrail, inject: [Store], useFactory: (store: Store) => new AuditTrail(store) },
    {
      provide: Retention,
      inject: [APP_CONFIG, Store, CLOCK],
      useFactory: ({ retention }: AppConfig, store: Store, clock: Clock) => new Retention(retention, store, clock),
    },
  ],
  exports: [AuditTrail, ConversationStore, FeedbackStore, Journal, RecentAnswers],
})
export class ConversationsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Retention) private readonly retention: Retention,
    @Inject(Store) private readonly store: Store,
  ) {}

  onApplicationBootstrap(): void {
    const { outbox } = this.store;
    if ('problem' in outbox && outbox.problem !== undefined) {
      new Logger('Journal').warn(`answers are lost if the process is killed before they are stored: ${outbox.problem}`);
    }
    this.retention.start();
  }

  onApplicationShutdown(): void {
    this.retention.stop();
  }
}
