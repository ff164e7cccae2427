import { describe, expect, it } from '@jest/globals';

import { isClosed } from './form.js';

describe('isClosed', () => {
  it.each([
    'is 14 direct reports too many',
    'would that fix it',
    'so do i promote her to director',
    'my vp says quality is down. is he right'.split('. ')[1] ?? '',
  ])('hears a yes-or-no question without its mark: %s', (text) => {
    expect(isClosed(text)).toBe(true);
  });

  it.each([
    'had 22 incidents last quarter',
    'do the migration first',
    'can you write this shorter',
    'how many people is too many',
    'is what they said',
  ])('leaves statements and orders alone: %s', (text) => {
    expect(isClosed(text)).toBe(false);
  });
});
