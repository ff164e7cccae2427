import { describe, expect, it } from '@jest/globals';

import { ManualClock } from '../common/index.js';

import { ConversationStore } from './conversation-store.js';
import { ConversationNotFoundError } from './conversations.errors.js';

const turn = (question: string) => ({ question, answerId: 'ans_1', lead: 'diego', frameworks: [] });
const questionsIn = (store: ConversationStore, id: string) => store.turns('acme', id).map(({ question }) => question);

describe('ConversationStore', () => {
  it('remembers the latest turns, oldest first', () => {
    const store = new ConversationStore({ maxConversations: 10, maxTurns: 2 }, new ManualClock());
    const id = store.start('acme');
    for (const question of ['one', 'two', 'three']) store.append('acme', id, turn(question));
    expect(questionsIn(store, id)).toEqual(['two', 'three']);
  });

  it('shows a conversation to its own tenant only', () => {
    const store = new ConversationStore({ maxConversations: 10, maxTurns: 2 }, new ManualClock());
    const id = store.start('acme');
    expect(() => store.turns('globex', id)).toThrow(ConversationNotFoundError);
    expect(() => store.append('globex', id, turn('mine?'))).toThrow(ConversationNotFoundError);
    expect(questionsIn(store, id)).toEqual([]);
  });

  it('forgets the conversation longest untouched first', () => {
    const store = new ConversationStore({ maxConversations: 2, maxTurns: 2 }, new ManualClock());
    const [first, second] = [store.start('acme'), store.start('acme')];
    store.append('acme', first, turn('still here'));
    store.start('acme');
    expect(questionsIn(store, first)).toEqual(['still here']);
    expect(() => store.turns('acme', second)).toThrow(ConversationNotFoundError);
  });

  it('begins a conversation anew that was forgotten while its answer was made', () => {
    const store = new ConversationStore({ maxConversations: 1, maxTurns: 2 }, new ManualClock());
    const id = store.start('acme');
    store.start('acme');
    store.append('acme', id, turn('late'));
    expect(questionsIn(store, id)).toEqual(['late']);
  });
});
