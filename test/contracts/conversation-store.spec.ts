import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { Deadline, newId, SystemClock } from '../../src/core/index.js';
import { ConversationStore, Journal, type NewTurn } from '../../src/conversations/index.js';
import { newOwnedId } from '../../src/conversations/owned-id.js';
import type { Store } from '../../src/store/index.js';
import { describeWith } from '../support/services.js';
import { DATABASES, type TestDatabase } from '../support/stores.js';

const clock = new SystemClock();
const soon = () => Deadline.after(clock, 10_000);
const turn = (question: string) => ({ question, answerId: newId('ans'), lead: 'diego', frameworks: ['okr'] });
const questions = (turns: readonly NewTurn[]) => turns.map(({ question }) => question);

for (const { name, program, create } of DATABASES) {
  describeWith(program, `ConversationStore on ${name}`, () => {
    let database: TestDatabase;
    const stores: Store[] = [];

    /** What one replica has. */
    async function replica(lingerMs = 2) {
      const store = await database.open();
      stores.push(store);
      const journal = new Journal({ maxEntries: 10_000, maxBytes: 1e8, lingerMs }, store, clock);
      return { store, journal, conversations: new ConversationStore({ historyTurns: 50 }, store, journal, clock) };
    }

    beforeAll(async () => {
      database = await create();
    });
    afterAll(async () => {
      for (const store of stores) await store.close();
      await database.remove();
    });

    it('shows a replica its own turn at once, and every other one soon', async () => {
      const [one, other] = [await replica(), await replica()];
      const id = one.conversations.start('acme');
      one.conversations.append('acme', id, turn('first'));
      expect(questions((await one.conversations.history('acme', id, soon())).turns)).toEqual(['first']);
      await one.journal.flush();
      expect(questions((await other.conversations.history('acme', id, soon())).turns)).toEqual(['first']);
      expect(one.journal.unwrittenTurns('acme', id)).toEqual([]);
    });

    it('waits for what another replica has just begun, and for nothing else', async () => {
      const [one, other] = [await replica(50), await replica()];
      const id = one.conversations.start('acme');
      one.conversations.append('acme', id, turn('first'));
      expect(questions((await other.conversations.history('acme', id, soon())).turns)).toEqual(['first']);
      const old = newOwnedId('cnv', 'acme', clock.epochMs() - 60_000);
      await expect(other.conversations.history('acme', old, soon())).rejects.toMatchObject({
        code: 'CONVERSATION_NOT_FOUND',
      });
    });

    it('summarises a conversation alike, whether its turns were written at once or one by one', async () => {
      const { conversations, journal } = await replica();
      const [atOnce, oneByOne] = [conversations.start('acme'), conversations.start('acme')];
      const said = ['our infra group waits', 'the billing migration', 'and the infra group?'].map(turn);
      for (const one of said) conversations.append('acme', atOnce, one);
      for (const one of said) {
        conversations.append('acme', oneByOne, one);
        await journal.flush();
        expect((await conversations.get('acme', oneByOne)).summary.topics.length).toBeGreaterThan(0);
      }
      const [first, second] = [await conversations.get('acme', atOnce), await conversations.get('acme', oneByOne)];
      expect(first.summary.topics.map(({ topic }) => topic)).toEqual(['infra group', 'billing migration']);
      expect(second.summary).toEqual(first.summary);
    });

    it('shows a conversation to its own tenant only', async () => {
      const { conversations, journal } = await replica();
      const id = conversations.start('acme');
      conversations.append('acme', id, turn('ours'));
      await expect(conversations.history('globex', id, soon())).rejects.toMatchObject({
        code: 'CONVERSATION_NOT_FOUND',
      });
      await journal.flush();
      for (const attempt of [
        conversations.history('globex', id, soon()),
        conversations.get('globex', id),
        conversations.turns('globex', id, 10),
        conversations.delete('globex', id, soon()),
      ]) {
        await expect(attempt).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
      }
      expect((await conversations.list('globex', 10)).items).toEqual([]);
      expect((await conversations.get('acme', id)).title).toBe('ours');
    });

    it('loses and reorders none of many concurrent turns of two replicas', async () => {
      const replicas = [await replica(), await replica()];
      const ids = Array.from({ length: 20 }, () => replicas[0]?.conversations.start('acme') ?? '');
      await Promise.all(
        replicas.map(async ({ conversations, journal }, which) => {
          for (let n = 0; n < 20; n++) {
            for (const id of ids) conversations.append('acme', id, turn(`${which} ${n}`));
            if (n % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
          await journal.flush();
        }),
      );
      for (const id of ids) {
        const { items } = await (replicas[0]?.conversations.turns('acme', id, 100) ?? Promise.reject(new Error()));
        const asked = questions(items);
        expect(asked).toHaveLength(40);
        for (const which of ['0', '1']) {
          expect(asked.filter((question) => question.startsWith(which))).toEqual(
            Array.from({ length: 20 }, (_, n) => `${which} ${n}`),
          );
        }
      }
    });

    it('pages through turns and conversations, without a gap or a repetition', async () => {
      const { conversations, journal } = await replica();
      const ids = Array.from({ length: 5 }, () => conversations.start('paged'));
      for (const id of ids) for (let n = 0; n < 7; n++) conversations.append('paged', id, turn(`${n}`));
      await journal.flush();
      const seen: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await conversations.turns('paged', ids[2] ?? '', 3, cursor);
        seen.push(...questions(page.items));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      const first = await conversations.list('paged', 3);
      const second = await conversations.list('paged', 3, first.nextCursor ?? '');
      expect(second.nextCursor).toBeNull();
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids.toSorted().toReversed());
      await expect(conversations.turns('paged', ids[0] ?? '', 3, 'x')).rejects.toMatchObject({
        code: 'CURSOR_INVALID',
      });
      await expect(conversations.list('paged', 3, "'")).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    });

    it('deletes a conversation for good, with what is still being computed for it', async () => {
      const { conversations, journal, store } = await replica();
      const id = conversations.start('acme');
      const said = turn('secret');
      journal.record({ kind: 'answer', tenant: 'acme', answer: { id: said.answerId, conversationId: id, version: 1 } });
      conversations.append('acme', id, said);
      expect(await conversations.delete('acme', id, soon())).toEqual([said.answerId]);
      conversations.append('acme', id, turn('late secret'));
      journal.record({ kind: 'answer', tenant: 'acme', answer: { id: said.answerId, conversationId: id, version: 2 } });
      await journal.flush();
      await expect(conversations.get('acme', id)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
      expect(await conversations.answer('acme', said.answerId)).toBeUndefined();
      for (const table of ['turns', 'answers', 'conversations'] as const) {
        const rows = await sql`select * from ${sql.table(table)}`.execute(store.db);
        expect(JSON.stringify(rows.rows)).not.toContain('secret');
      }
    });

    it('stores the latest version of an answer, whatever order they come in', async () => {
      const { conversations, journal } = await replica();
      const [id, conversationId] = [newId('ans'), conversations.start('acme')];
      journal.record({ kind: 'answer', tenant: 'acme', answer: { id, conversationId, version: 2 } });
      expect(await conversations.answer('acme', id)).toMatchObject({ version: 2 });
      await journal.flush();
      journal.record({ kind: 'answer', tenant: 'acme', answer: { id, conversationId, version: 1 } });
      await journal.flush();
      expect(await conversations.answer('acme', id)).toMatchObject({ version: 2 });
      expect(await conversations.answer('globex', id)).toBeUndefined();
    });

    it('takes any text, and a text it will not take stops nothing else', async () => {
      const { conversations, journal } = await replica();
      const id = conversations.start('acme');
      const odd = 'NUL \u0000, half a pair \ud83d, "quotes" \\ and \u2028';
      conversations.append('acme', id, turn(odd));
      const unwritable = Object.assign(turn('never'), {
        id: newId('trn'),
        at: 0,
        toJSON: () => {
          throw new TypeError('ours');
        },
      });
      journal.record({ kind: 'turn', tenant: 'acme', conversationId: id, turn: unwritable });
      conversations.append('acme', id, turn('after'));
      await journal.flush();
      expect(questions((await conversations.turns('acme', id, 9)).items)).toEqual([odd, 'after']);
    });

    it('is opened by several replicas at once', async () => {
      const opened = await Promise.all([database.open(), database.open(), database.open()]);
      stores.push(...opened);
      expect(opened).toHaveLength(3);
    });
  });
}
