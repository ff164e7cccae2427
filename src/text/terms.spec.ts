import { describe, expect, it } from '@jest/globals';

import { stemsOf, termsOf } from './terms.js';

describe('the terms of a text', () => {
  it('are the stems of all its words, in order', () => {
    expect(stemsOf('Is it planned? Plans of teams')).toEqual(['is', 'it', 'plan', 'plan', 'of', 'team']);
  });

  it('leave out words too short to carry a topic', () => {
    expect(termsOf('Is it planned? Plans of teams')).toEqual(['plan', 'plan', 'team']);
  });
});
