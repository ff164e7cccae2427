import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { Deadline, ManualClock, newId } from '../../src/core/index.js';
import { AuditTrail, ConversationStore, Journal } from '../../src/conversations/index.js';
import { Retention, retentionEnded } from '../../src/conversations/retention.js';
import type { Store } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { describeWith } from '../support/services.js';
import { DATABASES, type TestDatabase } from '../support/stores.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

for (const { name, program, create } of DATABASES) {
  describeWith(program, `Retention on ${name}`, () => {
    let database: TestDatabase;
    let store: Store;
    beforeEach(async () => {
      database = await create();
      store = await database.open();
    });
    afterEach(async () => {
      await store.close();
      await database.remove();
    });

    it('deletes what has not been used for long enough and leaves each audit trail whole', async () => {
      const clock = new ManualClock();
      const journal = new Journal({ maxEntries: 100, maxBytes: 1e7, lingerMs: 0 }, store, clock);
      const conversations = new ConversationStore({ historyTurns: 5 }, store, journal, clock);
      const trail = new AuditTrail(store);
      const say = async (tenant: string, id: string) => {
        const answerId = newId('ans', clock.epochMs());
        conversations.append(tenant, id, { question: 'q', answerId, lead: null, frameworks: [] });
        journal.record({ kind: 'answer', tenant, answer: { id: answerId, conversationId: id, version: 1 } });
        const event = { kind: 'audit.read', requestId: 'r', subject: 's' } as const;
        journal.record({ kind: 'audit', tenant, at: clock.epochMs(), event });
        await journal.flush();
        return answerId;
      };
      const [old, touched] = [conversations.start('acme'), conversations.start('acme')];
      const gone = await say('acme', old);
      await say('acme', touched);
      await say('globex', old);
      await clock.advance(10 * DAY_MS);
      await say('acme', touched);

      await new Retention({ conversationDays: 5, auditDays: 5 }, store, clock).sweep();
      await expect(conversations.get('acme', old)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
      await expect(conversations.get('globex', old)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
      expect(await conversations.answer('acme', gone)).toBeUndefined();
      expect((await conversations.get('acme', touched)).turns).toBe(2);
      expect(await trail.verify('acme')).toMatchObject({ events: 1, break: undefined });
      expect(await trail.verify('globex')).toMatchObject({ events: 0, break: undefined });
      await say('globex', conversations.start('globex'));
      expect(await trail.verify('globex')).toMatchObject({ events: 1, break: undefined });
      await conversations.history('acme', touched, Deadline.never(clock));
    });

    it('runs a minute after the start, says when it could not delete, and runs again an hour later', async () => {
      const clock = new ManualClock();
      const failures: (string | undefined)[] = [];
      const unsubscribe = retentionEnded.subscribe(({ failure }) => failures.push(failure));
      const retention = new Retention({ conversationDays: 5, auditDays: 5 }, store, clock);
      const ended = (runs: number) => eventually(async () => (failures.length === runs ? true : undefined));
      retention.start();
      await clock.advance(60_000);
      await ended(1);
      await sql`alter table commits rename to elsewhere`.execute(store.db);
      await clock.advance(HOUR_MS);
      await ended(2);
      await sql`alter table elsewhere rename to commits`.execute(store.db);
      await clock.advance(HOUR_MS);
      await ended(3);
      retention.stop();
      unsubscribe();
      expect(failures).toEqual([undefined, expect.stringContaining('commits'), undefined]);
    });
  });
}
