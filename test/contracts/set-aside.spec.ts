import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import {
  AuditTrail,
  ConversationStore,
  entryRefused,
  Journal,
  journalBlocked,
  SetAsideEntries,
} from '../../src/conversations/index.js';
import { Deadline, newId, SystemClock } from '../../src/core/index.js';
import type { Store } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { describeWith } from '../support/services.js';
import { DATABASES, type TestDatabase } from '../support/stores.js';

const clock = new SystemClock();
const OUTBOX = { maxEntries: 1_000, maxBytes: 1e7, lingerMs: 5 };
const turn = (question: string) => ({ question, answerId: newId('ans'), lead: 'diego', frameworks: ['okr'] });

/** How to make a database refuse turns with a word in them, and how to have it take them again. */
const REFUSALS = {
  SQLite: [
    `create trigger refuse before insert on turns when new.body like '%poison%' begin select raise(abort, 'no'); end`,
    `drop trigger refuse`,
  ],
  PostgreSQL: [
    `alter table turns add constraint refuse check (body not like '%poison%')`,
    `alter table turns drop constraint refuse`,
  ],
} as const;

for (const { name, program, create } of DATABASES) {
  describeWith(program, `a record refused for what is in it: ${name}`, () => {
    let database: TestDatabase;
    let store: Store;
    const asked = async (id: string, tenant = 'acme') => {
      const conversations = new ConversationStore(
        { historyTurns: 50 },
        store,
        new Journal(OUTBOX, store, clock),
        clock,
      );
      const { turns } = await conversations.history(tenant, id, Deadline.after(clock, 10_000));
      return turns.map(({ question }) => question);
    };
    beforeAll(async () => {
      database = await create();
      store = await database.open();
    });
    afterAll(async () => {
      await store.close();
      await database.remove();
    });

    it('is set aside whole, alone and visibly, and is written where it belongs when it is replayed', async () => {
      const [refuse, take] = REFUSALS[name];
      await sql.raw(refuse).execute(store.db);
      const journal = new Journal(OUTBOX, store, clock);
      const conversations = new ConversationStore({ historyTurns: 50 }, store, journal, clock);
      const refused: unknown[] = [];
      const stop = entryRefused.subscribe(({ kind, isKept }) => refused.push({ kind, isKept }));
      const id = conversations.start('acme');
      const said = ['one', 'poison \u0000 \ud83d', 'two', 'three'];
      for (const each of said) conversations.append('acme', id, turn(each));
      await journal.flush();
      stop();
      expect(refused).toEqual([{ kind: 'turn', isKept: true }]);
      expect(await asked(id)).toEqual(['one', 'two', 'three']);
      const entries = new SetAsideEntries(store);
      const [entry, ...others] = await entries.list();
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ reason: expect.stringMatching(/./), entry: { turn: { question: said[1] } } });
      if (entry === undefined) return;
      await expect(entries.replay(entry, clock.epochMs())).rejects.toThrow();
      expect(await entries.list()).toHaveLength(1);
      await sql.raw(take).execute(store.db);
      await entries.replay(entry, clock.epochMs());
      await entries.replay(entry, clock.epochMs());
      expect(await entries.list()).toEqual([]);
      expect(await asked(id)).toEqual(['one', 'two', 'three', said[1]]);
    });

    it('is not what a refusal of everything is taken for', async () => {
      const journal = new Journal(OUTBOX, store, clock);
      const conversations = new ConversationStore({ historyTurns: 50 }, store, journal, clock);
      const blocked: (string | undefined)[] = [];
      const stop = journalBlocked.subscribe(({ reason }) => blocked.push(reason));
      await sql`alter table commits rename to moved`.execute(store.db);
      const id = conversations.start('acme');
      for (const each of ['one', 'two']) conversations.append('acme', id, turn(each));
      await eventually(() => (journal.state.isBlocked ? true : undefined));
      await sql`alter table moved rename to commits`.execute(store.db);
      await journal.flush();
      stop();
      expect(blocked).toEqual([expect.stringMatching(/commits/), undefined]);
      expect(await asked(id)).toEqual(['one', 'two']);
      expect(await new SetAsideEntries(store).list()).toEqual([]);
    });

    const audited = async (tenant: string, n: number) => {
      const journal = new Journal(OUTBOX, store, clock);
      const conversations = new ConversationStore({ historyTurns: 50 }, store, journal, clock);
      for (let i = 0; i < n; i++) {
        const event = { kind: 'answer.given', requestId: newId('req'), subject: 'me' } as const;
        const at = clock.epochMs();
        conversations.append(tenant, conversations.start(tenant), turn('?'), { kind: 'audit', tenant, at, event });
      }
      await journal.flush();
    };

    it('leaves a trail whose emptying is noticed, with its end or without, and after it was begun anew', async () => {
      const trail = new AuditTrail(store);
      await audited('emptied', 3);
      const { head, break: none } = await trail.verify('emptied');
      expect(none).toBeUndefined();
      expect((await trail.verify('emptied', head)).break).toBeUndefined();

      await sql`delete from audit_heads where tenant = 'emptied'`.execute(store.db);
      expect(await trail.tenants()).toContain('emptied');
      expect((await trail.verify('emptied')).break).toBeDefined();
      await sql`delete from audit where tenant = 'emptied'`.execute(store.db);
      expect(await trail.tenants()).toContain('emptied');
      expect(await trail.verify('emptied')).toMatchObject({ events: 0, break: { reason: 'emptied' } });

      await sql`update conversations set created_at = created_at - 3600000 where tenant = 'emptied'`.execute(store.db);
      await audited('emptied', 1);
      expect(await trail.verify('emptied')).toMatchObject({ events: 1, break: { reason: 'emptied' } });
      await sql`update conversations set created_at = ${clock.epochMs()} where tenant = 'emptied'`.execute(store.db);
      expect((await trail.verify('emptied')).break).toBeUndefined();
      expect(await trail.verify('emptied', head)).toMatchObject({ events: 1, break: { reason: 'rewritten' } });
    });
  });
}
