import { describe, expect, it } from '@jest/globals';

import { canonicalWord } from './canonical-word.js';

describe('canonicalWord', () => {
  it.each([
    ['recruiting', 'hire'],
    ['prioritisation', 'prioritize'],
    ['colours', 'color'],
    ['migration', 'migrate'],
    ['clients', 'customer'],
    ['planning', 'plan'],
    ['purchased', 'bought'],
    ['recieve', 'receive'],
  ])('is the same for %s and %s', (a, b) => {
    expect(canonicalWord(a)).toBe(canonicalWord(b));
  });

  it.each([
    ['manager', 'manage'],
    ['employer', 'employee'],
    ['hiring', 'firing'],
    ['decides', 'decided'],
    ['insource', 'outsource'],
    ['product', 'production'],
    ['complaint', 'compliant'],
  ])('differs for %s and %s', (a, b) => {
    expect(canonicalWord(a)).not.toBe(canonicalWord(b));
  });
});
