import { describe, expect, it } from '@jest/globals';

import { readFacts, weighAlternatives } from '../facts/index.js';
import { Comparison } from './comparison.js';

/** The answer where no situation is known. */
function answerTo(text: string): string {
  const facts = readFacts(text, new Date('2026-11-30'));
  return new Comparison(facts.alternatives, weighAlternatives(facts, text), [], undefined, text)
    .whole()
    .sections.join('\n');
}

/** What an answer said of any alternative whatever it was. */
const FILLER =
  /which problem stays unsolved|what can you not do next year|to call it wrong|you put it first|I lean to|has to say yes|who has done it before/i;

describe('Comparison', () => {
  it.each([
    'Blue, green or red?',
    'One post: a tester, a designer or a writer?',
    'Data people: (a) under me, (b) under finance, (c) under product. Reports are always late.',
    'Should we keep the two offices or give up the second one?',
  ])('asks no question that fits anything: %s', (text) => {
    expect(answerTo(text)).not.toMatch(FILLER);
  });

  it('says what decides out of what hurts, and how to see it', () => {
    const answer = answerTo(
      'Options: (a) analysts under me, (b) analysts under finance. Product says they wait 4 weeks for a number.',
    );
    expect(answer).toContain('wait 4 weeks for a number');
    expect(answer).toContain('last five times');
  });

  it('has counted what can be counted, and takes a wish for a wish', () => {
    const answer = answerTo(
      'One post: a writer (support gets 30 tickets a week), a build engineer (a build is 50 min) or a developer (CEO wants one)?',
    );
    expect(answer).toMatch(/count the hours for a writer .* and a build engineer/);
    expect(answer).toContain('is no figure');
  });

  it('asks for the figure that only some have', () => {
    expect(answerTo('The old hall (190k a year) or rooms at the provider?')).toMatch(/price for the old hall/i);
  });

  it('does not let the price choose between people', () => {
    const answer = answerTo('Two candidates. Ana: 90k, knows Kotlin. Ben: 80k, knows Rust. Which one?');
    expect(answer.split('\n')[0]).not.toContain('less than');
  });

  it('lists no alternatives of which it knows only the names', () => {
    expect(answerTo('Blue or green?')).not.toContain('**Options**');
  });
});
