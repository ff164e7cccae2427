import { describe, expect, it } from '@jest/globals';

import type { AdviceCase } from '../cases/index.js';
import { wordsOf } from '../question/phrases.js';
import { CaseWriter } from './case-writer.js';

const WHY = 'Buy the machines this week, since the wait is for a free one.';
const found = {
  said: 'builds that take too long',
  stake: 'Waiting is paid for twice.',
  verdict: 'Yes, if it makes the next change smaller.',
  verdicts: [],
  choose: [{ option: 'buy', why: WHY }],
  options: [
    { id: 'buy', name: 'Buy machines', signs: ['machines'], for: 'Quick.', against: 'A bill each month.' },
    { id: 'tune', name: 'Tune the tests', signs: ['tests'], for: 'Cheap.', against: 'Weeks of dull work.' },
  ],
  moves: [{ when: 'Today', what: 'Measure', measure: 'a number' }],
  mistakes: ['Guessing.'],
  changes: 'If no one waits, leave it.',
} as unknown as AdviceCase;
const withVerdicts = { ...found, verdicts: [{ asks: ['Is a build of an hour normal?'], say: 'No.' }] };
const answer = (question: string) =>
  new CaseWriter(withVerdicts, { words: wordsOf(question), facts: {} }, []).verdict(question).sections;

describe('a verdict', () => {
  it('is not said again as advice', () => {
    const sections = answer('Should we buy machines?');
    expect(sections[0]).toBe(`Yes. ${WHY}`);
    expect(sections.filter((one) => one.includes(WHY))).toHaveLength(1);
  });

  it('gives no drawback of another option as its reason', () => {
    expect(answer('Should we tune the tests?')[0]).toBe(`Not as the first step. ${WHY}`);
  });

  it('says neither yes nor no to whether someone is right', () => {
    expect(answer('My boss says the tests are bad. Is he right?')[0]).toBe(WHY);
  });
});
