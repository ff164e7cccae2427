import { describe, expect, it } from '@jest/globals';

import type { Dilemma } from '../content/dilemma.js';
import { wordsOf } from '../question/phrases.js';
import { chooseOption } from './conditions.js';
import { caseOfDilemma } from './dilemmas.js';

const side = (name: string) => ({
  name,
  signs: ['one sign', 'another'],
  for: 'It is quick to do.',
  against: 'It costs a day.',
});
const NARROW = {
  id: 'ask-again',
  verdict: 'Yes, ask once more.',
  advice: 'Ask this week, and say by when you need it.',
  choose: [
    {
      when: { says: ['promis*'], with: ['three times', 'since spring'], lacks: ['in writing'] },
      side: 2,
      verdict: 'No, not after so many promises.',
      advice: 'Ask for a date in writing.',
    },
  ],
  sides: [side('Ask'), side('Write')],
  moves: [],
} as unknown as Dilemma;

const chosen = (text: string) => chooseOption(caseOfDilemma(NARROW), { words: wordsOf(text), facts: {} });

describe('chooseOption', () => {
  it('lets what is told replace verdict and advice of a narrow question', () => {
    expect(chosen('He promised it three times.')).toMatchObject({
      isDecided: true,
      option: { id: 'side-2' },
      verdict: 'No, not after so many promises.',
      why: 'Ask for a date in writing.',
    });
  });

  it.each(['He promised it.', 'He said it three times.', 'He promised it three times in writing.'])(
    'keeps them where a word is missing or too much: %s',
    (text) => {
      expect(chosen(text)).toMatchObject({
        isDecided: false,
        option: { id: 'side-1' },
        verdict: 'Yes, ask once more.',
      });
    },
  );
});
