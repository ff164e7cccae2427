import { describe, expect, it } from '@jest/globals';

import { readFacts, weighAlternatives } from '../facts/index.js';
import { DecidingQuestions } from './deciding-question.js';
import { clausesOf, leanOf } from './lean.js';

const NOTHING = { option: undefined, gain: undefined, cost: undefined, undo: undefined };

function leanIn(text: string) {
  const facts = readFacts(text, new Date('2026-11-30'));
  const { findings } = weighAlternatives(facts, text);
  return leanOf(
    facts.alternatives.map((alternative, at) => ({
      ...NOTHING,
      alternative,
      name: alternative.text,
      short: alternative.text,
      finding: findings[at] ?? { alternative, follows: [], isOut: false },
      follows: findings[at]?.follows ?? [],
    })),
  );
}

describe('leanOf', () => {
  it('takes what can be learned before what others pay for', () => {
    const lean = leanIn('Promote Ines, who is loved but avoids conflict, or Ravi, who is feared but always delivers?');
    expect(lean?.pick.name).toBe('Ines');
    expect(lean?.reason).toContain('feared');
  });

  it('takes the better paid of two offers', () => {
    expect(leanIn('Two offers: Alba, 92k, politics. Beo, 78k, 12 people. Which one?')?.pick.name).toBe('Alba');
  });

  it('takes what is done sooner, where nothing else is known', () => {
    const lean = leanIn('Build the small one in 3 weeks or the large one in 5 months?');
    expect(lean?.reason).toContain('3 weeks against 5 months');
  });

  it('takes the single one of one and several', () => {
    expect(leanIn('One backlog for all or one per team?')?.pick.name).toBe('One backlog for all');
  });

  it('has a pick where no rule applies', () => {
    expect(leanIn('Blue or green?')).toMatchObject({ pick: { name: 'Blue' }, reason: '' });
  });
});

describe('clausesOf', () => {
  it.each([
    ['who is loved but avoids conflict', ['loved'], ['avoids conflict']],
    ['9 Jahre im Haus, will eigentlich fachlich bleiben', ['9 Jahre im Haus'], ['will eigentlich fachlich bleiben']],
    ['', [], []],
  ])('tells what speaks for and against: %s', (said, good, bad) => {
    expect(clausesOf(said)).toEqual({ for: good, against: bad });
  });
});

describe('DecidingQuestions', () => {
  it('asks no question twice', () => {
    const questions = new DecidingQuestions();
    const asked = Array.from({ length: 6 }, () => questions.about('it'));
    expect(new Set(asked).size).toBe(6);
  });

  it('asks about people and about what is to go as such', () => {
    expect(new DecidingQuestions().about('Ana', 'person')).toContain('Ana');
    expect(new DecidingQuestions().about('the second region', 'cut')).toContain('gone');
  });
});
