import { describe, expect, it } from '@jest/globals';

import { lengthLimitOf } from './length-limit.js';

describe('lengthLimitOf', () => {
  it.each([
    ['give me one line to say to him', 1],
    ['draft it in 3 sentences', 3],
    ['réponds en une phrase', 1],
    ['auf zwei Sätze, bitte', 2],
    ["what's my opening sentence?", 1],
    ['reply for the channel, one-liner', 1],
    ['resúmelo en dos frases', 2],
  ])('reads %s', (message, sentences) => {
    expect(lengthLimitOf(message)).toBe(sentences);
  });

  it.each(['We sell on five product lines.', 'shorter please', 'He crossed the line with that mail'])(
    'does not take %s for a wish',
    (message) => {
      expect(lengthLimitOf(message)).toBe(undefined);
    },
  );
});
