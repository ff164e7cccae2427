import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { foldText } from './fold.js';

describe('foldText', () => {
  it.each([
    ['Équipe', 'equipe'],
    ['Wаrdley', 'wardley'],
    ['ＯＫＲ', 'okr'],
    ['𝐒𝐖𝐎𝐓', 'swot'],
    ['ra\u200bci', 'raci'],
    ['e\u0301t\u0301e', 'ete'],
    ['Straße', 'strasse'],
    ['don\u2019t', "don't"],
    ['a🔥b', 'a b'],
    ['\ud800', ' '],
  ])('folds %j to %j', (text, folded) => {
    expect(foldText(text).text).toBe(folded);
  });

  it('maps every code unit to a character of the source, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: folded, starts, ends } = foldText(text);
        if (starts === null || ends === null) {
          expect(folded).toHaveLength(text.length);
          return;
        }
        let before = 0;
        for (let at = 0; at < folded.length; at += 1) {
          const start = starts[at] ?? -1;
          const end = ends[at] ?? -1;
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          before = start;
        }
      }),
    );
  });
});
