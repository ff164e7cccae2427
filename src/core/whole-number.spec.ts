import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { wholeNumber } from './whole-number.js';

describe('wholeNumber', () => {
  it.each([
    [0, 0],
    [-0, 0],
    [50, 50],
    ['50', 50],
    [' 7 ', 7],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [-80, undefined],
    [1.5, undefined],
    [Number.NaN, undefined],
    [Infinity, undefined],
    [1e308, undefined],
    ['', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['-1', undefined],
    ['9999999999999999', undefined],
    [null, undefined],
    [true, undefined],
    [[5], undefined],
    [{ valueOf: () => 5 }, undefined],
    [5n, undefined],
  ])('reads %p as %p', (value, expected) => {
    expect(wholeNumber(value)).toBe(expected);
  });

  it('gives a whole number within the bound, or none, for anything', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = wholeNumber(value, 1_000);
        expect(read === undefined || (Number.isInteger(read) && read >= 0 && read <= 1_000)).toBe(true);
      }),
    );
  });
});
