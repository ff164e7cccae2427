import { describe, expect, it } from '@jest/globals';

import { readFacts } from '../read-facts.js';
import { weighAlternatives } from './weigh.js';

const TODAY = new Date('2026-11-30');
const alternativesOf = (text: string) =>
  readFacts(text, TODAY).alternatives.map(({ said, text: name }) => [name, said]);

describe('quotes', () => {
  it('are alternatives, each with what is said of it', () => {
    expect(
      alternativesOf(
        'Three quotes for the pentest: Alpha 18k in January, Beta 12k not before April. The audit is on 10 March.',
      ),
    ).toEqual([
      ['Alpha', '18k in January'],
      ['Beta', '12k not before April'],
    ]);
  });

  it('may end with one that has no price', () => {
    expect(
      alternativesOf('Quotes: Rapid7 41k, Tenable 36k, open source plus a day a week. We have 900 hosts. Which?'),
    ).toEqual([
      ['Rapid7', '41k'],
      ['Tenable', '36k'],
      ['open source', 'plus a day a week'],
    ]);
  });

  it('are for the period of the first, unless they say so', () => {
    expect(
      alternativesOf('Offers: Hetzner 4.2k a month, AWS 9.8k with a database, own rack 60k once. Which one?'),
    ).toEqual([
      ['Hetzner', '4.2k a month'],
      ['AWS', '9.8k a month with a database'],
      ['own rack', '60k once'],
    ]);
  });
});

describe('candidates', () => {
  it('are no offers, and what one wants and the end of the band are no sum', () => {
    const text =
      'Two hires, one seat, the offer must go out tomorrow. Candidate A: four good talks, wants 165k, top of my band is 160k. Candidate B: one strong no, wants 140k. Which?';
    const { findings } = weighAlternatives(readFacts(text, TODAY), text);
    expect(findings.map(({ alternative }) => alternative.isTold)).toEqual(['person', 'person']);
    expect(findings.flatMap(({ follows }) => follows).join(' ')).not.toMatch(/325k|185k/);
  });
});
