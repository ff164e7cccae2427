import { describe, expect, it } from '@jest/globals';

import { tokenize } from '../../text/index.js';
import { DilemmaIndex, hashOfPhrase, MAX_GROUPS } from './dilemma-index.js';

type Groups = readonly (readonly string[])[];

/** An index of questions by their groups of words. */
function indexOf(questions: Record<string, Groups>): DilemmaIndex {
  const entries = new Map<number, number[]>();
  for (const [dilemma, groups] of Object.values(questions).entries()) {
    for (const [group, phrases] of groups.entries()) {
      for (const phrase of phrases) {
        const hash = hashOfPhrase(
          phrase,
          tokenize(phrase.replaceAll('*', '')).map(({ word }) => word),
        );
        entries.set(hash, [...(entries.get(hash) ?? []), dilemma * MAX_GROUPS + group]);
      }
    }
  }
  const sorted = [...entries].toSorted(([one], [other]) => one - other);
  const base64 = ({ buffer }: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    Buffer.from(buffer).toString('base64');
  return new DilemmaIndex({
    ids: Object.keys(questions),
    groups: Object.values(questions).map((groups) => groups.length),
    phrases: base64(Uint32Array.from(sorted, ([hash]) => hash)),
    counts: base64(Uint16Array.from(sorted, ([, some]) => some.length)),
    entries: base64(Uint16Array.from(sorted.flatMap(([, some]) => some))),
  });
}

const index = indexOf({
  'hiring/bad-review': [
    ['kununu', 'bad review*', 'one-star'],
    ['answer*', 'repl*', 'say nothing'],
  ],
  'people/minutes': [
    ['record*', 'transcri*'],
    ['meeting*', 'minutes'],
  ],
});
const found = (text: string) => index.find(tokenize(text)).map(({ id }) => id);

describe('the index of narrow questions', () => {
  it('finds the one of which every group is met, by words, beginnings and phrases', () => {
    expect(found('Do I answer the Kununu rant?')).toEqual(['hiring/bad-review']);
    expect(found('a bad review of us, better say nothing')).toEqual(['hiring/bad-review']);
    expect(found('May we keep recordings of the architecture meetings?')).toEqual(['people/minutes']);
  });

  it('finds none of which one group is missing', () => {
    expect(found('The review of the code took two days. What do I answer?')).toEqual([]);
    expect(found('We record every incident.')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('does not join words from both ends of a long text', () => {
    const between = 'the plant in Lyon and the one in Porto share a line that stops twice a week '.repeat(4);
    expect(found(`They wrote on Kununu. ${between} What do I answer them?`)).toEqual([]);
    expect(found(`${between} They wrote on Kununu. What do I answer?`)).toEqual(['hiring/bad-review']);
  });

  it('keeps nothing from one text to the next', () => {
    found('Kununu');
    expect(found('What do I answer?')).toEqual([]);
  });
});
