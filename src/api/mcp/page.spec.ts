import { describe, expect, it } from '@jest/globals';
import { assert, integer, property } from 'fast-check';

import { pageOf } from './page.js';

const listOf = (length: number) => new Map(Array.from({ length }, (_, i) => [`key-${i}`, i]));

describe('pageOf', () => {
  it('returns every item once, in order, in pages of the size', () => {
    assert(
      property(integer({ min: 0, max: 60 }), integer({ min: 1, max: 20 }), (length, size) => {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const page = pageOf(listOf(length), cursor, size);
          expect(page.items.length).toBeLessThanOrEqual(size);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        expect(seen).toEqual([...listOf(length).values()]);
      }),
    );
  });

  it('continues after the last item when the list has grown before it', () => {
    const { nextCursor } = pageOf(listOf(4), undefined, 2);
    expect(pageOf(new Map([['new', -1], ...listOf(4)]), nextCursor, 2).items).toEqual([2, 3]);
  });

  it.each(['', 'bm9uZQ', '🦊'])('refuses the cursor %p, which it did not return', (cursor) => {
    expect(() => pageOf(listOf(4), cursor, 2)).toThrow(expect.objectContaining({ code: -32_602 }));
  });
});
