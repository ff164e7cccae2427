import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { stem } from './stem.js';
import { tokenize } from './tokens.js';

const wordsOf = (text: string): string[] => tokenize(text).map((it) => it.word);

describe('tokenize', () => {
  it('keeps contractions together and splits French elisions', () => {
    expect(wordsOf("We don't know Conway's law")).toEqual(['we', 'dont', 'know', 'conways', 'law']);
    expect(wordsOf("l'équipe d'infrastructure")).toEqual(['l', 'equipe', 'd', 'infrastructure']);
  });

  it('counts sentences and paragraphs', () => {
    const tokens = tokenize('One two. Three!\n\nFour');
    expect(tokens.map((it) => it.sentence)).toEqual([0, 0, 1, 2]);
    expect(tokens.map((it) => it.paragraph)).toEqual([0, 0, 0, 1]);
  });

  it('marks fenced code', () => {
    expect(tokenize('a ```b``` c').map((it) => it.code)).toEqual([false, true, false]);
  });

  it('returns offsets in the source text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let before = 0;
        for (const { start, end } of tokenize(text)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          before = start;
        }
      }),
    );
  });
});

describe('stem', () => {
  it.each([
    ['prioritize', 'prioritization'],
    ['deploy', 'deployment'],
    ['wait', 'waiting'],
    ['plan', 'planned'],
    ['metric', 'metrics'],
    ['team', 'teams'],
  ])('reduces %s and %s to one stem', (one, other) => {
    expect(stem(one)).toBe(stem(other));
  });
});
