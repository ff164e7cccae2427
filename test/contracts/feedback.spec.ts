import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { Deadline, ManualClock, newId, SystemClock, type Clock } from '../../src/core/index.js';
import {
  ConversationStore,
  FeedbackStore,
  Journal,
  RecentAnswers,
  type StoredFeedback,
} from '../../src/conversations/index.js';
import { Retention } from '../../src/conversations/retention.js';
import { SubjectData } from '../../src/conversations/subject-data.js';
import type { Store } from '../../src/store/index.js';
import { describeWith } from '../support/services.js';
import { DATABASES, type TestDatabase } from '../support/stores.js';

const DAY_MS = 86_400_000;

async function listed(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

const ADA = { tenant: 'acme', subject: 'ada', entitlements: new Set(['ask'] as const) };

for (const { name, program, create } of DATABASES) {
  describeWith(program, `recent answers and feedback on ${name}`, () => {
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

    function open<C extends Clock>(clock: C) {
      const journal = new Journal({ maxEntries: 100, maxBytes: 1e7, lingerMs: 0 }, store, clock);
      const conversations = new ConversationStore({ historyTurns: 5 }, store, journal, clock);
      const recent = new RecentAnswers(store, journal);
      const feedback = new FeedbackStore(store, journal);
      const answered = (subject: string | undefined, question: string) => {
        const [id, answerId] = [conversations.start('acme'), newId('ans', clock.epochMs())];
        const asker = subject === undefined ? {} : { subject };
        conversations.append('acme', id, { question, answerId, lead: 'diego', frameworks: ['okr'], ...asker });
        journal.record({ kind: 'answer', tenant: 'acme', answer: { id: answerId, conversationId: id, version: 1 } });
        return { id, answerId };
      };
      const said = (answerId: string, facts: Partial<StoredFeedback> = {}): StoredFeedback => ({
        answerId,
        at: clock.epochMs(),
        useful: true,
        outcome: null,
        text: null,
        frameworks: ['okr'],
        situation: 'build-or-buy',
        ...facts,
      });
      return { answered, clock, conversations, feedback, journal, recent, said };
    }

    it('lists what is not written yet, and not what was asked by others or by earlier versions of the program', async () => {
      const { answered, recent } = open(new SystemClock());
      const { answerId, id } = answered('ada', 'x'.repeat(400));
      answered('bob', 'of bob');
      answered(undefined, 'of an entry without its asker');
      expect(await recent.page(ADA, 10)).toEqual({
        items: [
          {
            id: answerId,
            conversationId: id,
            at: expect.any(Number),
            question: 'x'.repeat(300),
            lead: 'diego',
            frameworks: ['okr'],
          },
        ],
        nextCursor: null,
      });
    });

    it('keeps the latest word of a caller, also when it comes first', async () => {
      const { answered, feedback, journal, said } = open(new SystemClock());
      const { answerId, id } = answered('ada', 'q');
      const early = said(answerId, { useful: false, text: 'nul \0 and a lone \ud800'.toWellFormed() });
      const late = said(answerId, { outcome: 'partly', at: early.at + 1 });
      feedback.record('acme', id, 'ada', late);
      await journal.flush();
      feedback.record('acme', id, 'ada', early);
      feedback.record('acme', id, 'bob', early);
      feedback.record('globex', id, 'ada', early);
      await journal.flush();
      expect(await feedback.of('acme', answerId, 'ada')).toEqual(late);
      expect(await feedback.of('acme', answerId, 'bob')).toEqual(early);
      expect(await feedback.on('acme', [answerId])).toHaveLength(2);
      expect(await feedback.latest(0, 1)).toEqual([late]);
    });

    it('deletes feedback with the conversation, and takes none for one that is deleted', async () => {
      const { answered, clock, conversations, feedback, journal, recent, said } = open(new SystemClock());
      const { answerId, id } = answered('ada', 'q');
      feedback.record('acme', id, 'ada', said(answerId));
      await conversations.delete('acme', id, Deadline.never(clock));
      feedback.record('acme', id, 'ada', said(answerId));
      await journal.flush();
      expect(await feedback.on('acme', [answerId])).toEqual([]);
      expect((await recent.page(ADA, 10)).items).toEqual([]);
    });

    it('exports and erases what one person said, about answers to others too', async () => {
      const { answered, clock, feedback, journal, said } = open(new SystemClock());
      const { answerId, id } = answered('ada', 'q');
      const words = said(answerId, { text: 'of bob' });
      feedback.record('acme', id, 'bob', words);
      feedback.record('acme', id, 'ada', said(answerId));
      await journal.flush();
      const data = new SubjectData(store, clock);
      const bob = { tenant: 'acme', subject: 'bob' };
      const lines = await listed(data.lines(bob));
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual([{ ...bob, feedback: [words] }]);
      const [all = ''] = await listed(data.lines({ tenant: 'acme' }));
      expect(JSON.parse(all)).toMatchObject({ conversationId: id, feedback: [{ answerId }, { answerId }] });
      await data.erase(bob);
      expect(await listed(data.lines(bob))).toEqual([]);
      expect(await feedback.on('acme', [answerId])).toHaveLength(1);
      await data.erase({ tenant: 'acme' });
      expect(await feedback.on('acme', [answerId])).toEqual([]);
    });

    it('forgets feedback when its conversation has reached its retention period', async () => {
      const { answered, clock, feedback, journal, said } = open(new ManualClock());
      const { answerId, id } = answered('ada', 'q');
      feedback.record('acme', id, 'ada', said(answerId));
      await journal.flush();
      await clock.advance(10 * DAY_MS);
      await new Retention({ conversationDays: 5, auditDays: 5 }, store, clock).sweep();
      expect(await feedback.latest(0, 10)).toEqual([]);
    });
  });
}
