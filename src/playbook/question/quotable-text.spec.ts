import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import { quotableText } from './quotable-text.js';

const PIECES = [
  'a',
  'B',
  '7',
  ' ',
  '  ',
  '.',
  ',',
  ':',
  "'",
  '-',
  '(',
  ')',
  '!',
  '/',
  'www.',
  'mailto:',
  'data:',
  '\n',
];
const texts = fc.array(fc.constantFrom(...PIECES, 'word', '1. ', '<b>', '**', 'é')).map((pieces) => pieces.join(''));

/** It goes, and until then the text is none that needs nothing done. */
const INVISIBLE = '\u200B';

it('returns a plain text as the general rules would', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(quotableText(text)).toBe(quotableText(`${text}${INVISIBLE}`));
    }),
    { numRuns: 2_000 },
  );
});
