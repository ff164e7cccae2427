import { describe, expect, it } from '@jest/globals';

import { Spelling } from './spelling.js';

describe('Spelling', () => {
  const spelling = new Spelling(
    ['reduce', 'kubernetes', 'hiring', 'contract', 'trial'],
    ['contact', 'trail', 'hoping'],
  );

  it.each([
    ['two letters in the wrong order', 'redcue', 'reduce'],
    ['a letter too few', 'kuberntes', 'kubernetes'],
    ['a letter too many', 'hirring', 'hiring'],
    ['a wrong letter', 'kubermetes', 'kubernetes'],
  ])('corrects %s', (_what, word, right) => {
    expect(spelling.corrected(word)).toBe(right);
  });

  it.each([
    ['of another first letter', 'firing'],
    ['that is a word itself', 'contact'],
    ['that is a word with the letters in another order', 'trail'],
    ['two letters away', 'rdcue'],
    ['with digits', 'k8s12'],
    ['in another alphabet', 'редукция'],
  ])('leaves a word %s', (_what, word) => {
    expect(spelling.corrected(word)).toBe(word);
  });
});
