import { describe, expect, it } from '@jest/globals';

import { NO_HISTORY, type History } from './conversation-store.js';
import { isFollowUp, resolveReference } from './reference.js';
import { EMPTY_SUMMARY, foldTurn } from './records/summary.js';

/** A conversation of these questions, each with the persona that led the answer and the frameworks detected. */
function historyOf(
  ...said: readonly (readonly [question: string, lead: string | null, frameworks: readonly string[]])[]
) {
  const turns = said.map(([question, lead, frameworks], i) => ({
    id: `trn_${i}`,
    at: i,
    question,
    answerId: `ans_${i}`,
    lead,
    frameworks: [...frameworks],
  }));
  return { turns, summary: turns.reduce(foldTurn, EMPTY_SUMMARY) } satisfies History;
}

const INFRA = ['Our squads wait on the infra group.', 'diego', ['team-topologies']] as const;
const MONEY = ['What does the billing migration cost us?', 'alvaro', ['tco']] as const;

describe('goesOn', () => {
  it.each([
    'And how do we start?',
    'What would you do first?',
    'Why would that work?',
    'who should own it',
    'And the budget?',
    'And then?',
    'Tell me more',
    'What about the infra group?',
    'As we said about the infra group, is the platform budget enough for what we plan?',
  ])('knows %p', (text) => {
    expect(isFollowUp(text)).toBe(true);
  });

  it.each([
    'Thanks, that helps a lot!',
    'Hello',
    'Our three squads keep waiting on the infra group for every deploy. What should we change?',
    'Why is our lead time so long?',
    `${'We moved that team three times and it did not help. '.repeat(5)} What now?`,
  ])('leaves %p alone', (text) => {
    expect(isFollowUp(text)).toBe(false);
  });
});

describe('referenceOf', () => {
  it('is the latest turn about what the question names again', () => {
    const history = historyOf(INFRA, ['And our infra group now?', 'martin', []], MONEY);
    expect(resolveReference('What about the infra group?', history, false)).toMatchObject({
      topic: 'infra group',
      answerId: 'ans_1',
    });
    expect(resolveReference('And the billing migration?', history, true)).toMatchObject({ answerId: 'ans_2' });
  });

  it('is, for a follow-up, the last turn with an answer, or the turn that it continued from', () => {
    const thanks = ['Thanks!', null, []] as const;
    expect(resolveReference('And then?', historyOf(INFRA, MONEY), true)).toMatchObject({ answerId: 'ans_1' });
    const chain = historyOf(INFRA, MONEY, ['And the infra group?', 'diego', []], thanks, ['Who does it?', 'diego', []]);
    expect(resolveReference('And then?', chain, true)).toMatchObject({ topic: 'infra group', answerId: 'ans_0' });
  });

  it('is nothing for a question that means enough by itself, and without a history', () => {
    expect(resolveReference('And how do we start with OKRs?', historyOf(INFRA), false)).toBeUndefined();
    expect(resolveReference('And then?', NO_HISTORY, true)).toBeUndefined();
    expect(resolveReference('And then?', historyOf(['Hello', null, []]), true)).toBeUndefined();
  });
});
