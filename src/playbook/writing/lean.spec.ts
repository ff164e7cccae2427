import { describe, expect, it } from '@jest/globals';

import { readFacts, weighAlternatives } from '../facts/index.js';
import { clausesOf, leanOf } from './lean.js';

const NOTHING = { gain: undefined, undo: undefined };

function leanIn(text: string) {
  const facts = readFacts(text, new Date('2026-11-30'));
  const { findings, fit, troubles } = weighAlternatives(facts, text);
  return leanOf(
    facts.alternatives.map((alternative, at) => ({
      ...NOTHING,
      alternative,
      name: alternative.text,
      short: alternative.text,
      finding: findings[at] ?? { alternative, follows: [], isOut: false },
      follows: findings[at]?.follows ?? [],
    })),
    { text, troubles, fit },
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

  it('has no pick where no word and no number tells them apart', () => {
    expect(leanIn('Blue or green?')).toBeUndefined();
  });

  it.each([
    [
      'what the job asks for by a date before the lower price',
      'Two candidates for the lead. Mara: external, ran a billing migration at a bank, 95k. Olaf: internal, 5 years here, never did a migration, 80k. The migration must be done by June. Who?',
      'Mara',
      'must be done by June',
    ],
    [
      'who has led before who never has, for a post of leading',
      'Two finalists for EM of our search team. Ruth: 5 years managing at a retailer, never worked with Rust, wants 100k. Piet: internal, everybody asks him, no management experience, would take 88k. Which one?',
      'Ruth',
      'no management experience',
    ],
    [
      'the one that nothing stands in the way of',
      'Choose a vendor for search: Alba (60k a year), Beo self run (our 1 ops person is at capacity), Ceto (25k a year, no data centre in the EU). Which?',
      'Alba',
      'at capacity',
    ],
    [
      'what others have set a date for',
      'Do we do the tax export (auditor wants it by 31 March) or the new dashboard (sales wants it)?',
      'do the tax export',
      'auditor',
    ],
    [
      'what has happened before what someone would like',
      'One post: a tester (four Sev1s last quarter), a designer (CEO wants one) or a writer?',
      'a tester',
      'four Sev1s',
    ],
    [
      'telling before waiting to know more',
      'Do I tell the customers yet or wait until we know more?',
      'tell the customers yet',
      'what is open',
    ],
    [
      'handing over before what is not there on the last day',
      'Our build engineer resigned, last day in 3 weeks. Replace him, spread it over the teams, or automate it?',
      'spread it over the teams',
      'last day',
    ],
    [
      'acting before a day that closes',
      'Promote Vera now or wait for the new budget? She must answer another firm by Friday.',
      'Promote Vera now',
      'by Friday',
    ],
  ])('takes %s', (_what, text, name, reason) => {
    const lean = leanIn(text);
    expect(lean?.pick.name.toLowerCase()).toBe(name.toLowerCase());
    expect(lean?.reason).toContain(reason);
  });

  it('takes the time that money lasts for no time of work', () => {
    expect(
      leanIn(
        'First: a retailer, three directors in four years. Second: a startup, 14 months of money left. Which offer?',
      )?.reason ?? '',
    ).not.toContain('14 months');
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
