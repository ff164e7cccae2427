import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { FeatureIndex } from './feature-index.js';

function indexOf(hashes: readonly number[]): FeatureIndex {
  return new FeatureIndex(Buffer.from(Uint32Array.from(hashes).buffer).toString('base64'));
}

describe('FeatureIndex', () => {
  it('finds the row of every feature, and none of another hash', () => {
    const hash = fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(0, 16, 32, 48, 0xffffffff));
    fc.assert(
      fc.property(fc.uniqueArray(hash, { maxLength: 200 }), hash, (hashes, other) => {
        const index = indexOf(hashes);
        expect(hashes.map((one) => index.rowOf(one))).toEqual(hashes.map((_, row) => row));
        expect(index.rowOf(other)).toBe(hashes.indexOf(other));
      }),
    );
  });

  it('holds more rows than sixteen bits count', () => {
    const index = indexOf(Array.from({ length: 70_000 }, (_, row) => row * 7));
    expect([index.count, index.rowOf(0), index.rowOf(69_999 * 7), index.rowOf(8)]).toEqual([70_000, 0, 69_999, -1]);
  });
});
