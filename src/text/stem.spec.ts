import { describe, expect, it } from '@jest/globals';

import { stemsOf, termsOf } from './stem.js';

describe('stemsOf and termsOf', () => {
  it('return the stems of all words, in order', () => {
    expect(stemsOf('Is it planned? Plans of teams')).toEqual(['is', 'it', 'plan', 'plan', 'of', 'team']);
  });

  it('omit from the terms words too short to carry a topic', () => {
    expect(termsOf('Is it planned? Plans of teams')).toEqual(['plan', 'plan', 'team']);
  });
});
