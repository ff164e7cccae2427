import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { LineSplitter } from './line-splitter.js';

describe('LineSplitter', () => {
  it('returns every line whole, however the stream is chunked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '))),
        fc.array(fc.nat({ max: 40 })),
        (lines, cuts) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
          const splitter = new LineSplitter(10_000);
          const seen: string[] = [];
          let at = 0;
          for (const cut of [...cuts, bytes.length]) {
            seen.push(...(splitter.push(bytes.subarray(at, at + cut)) ?? []));
            at += cut;
          }
          expect(seen).toEqual(lines);
        },
      ),
    );
  });

  it('rejects a line beyond its bound, complete or not', () => {
    expect(new LineSplitter(4).push(Buffer.from('1234\n'))).toEqual(['1234']);
    expect(new LineSplitter(4).push(Buffer.from('12345\n'))).toBeUndefined();
    const splitter = new LineSplitter(4);
    expect(splitter.push(Buffer.from('123'))).toEqual([]);
    expect(splitter.push(Buffer.from('45'))).toBeUndefined();
  });
});
