import { describe, expect, it } from '@jest/globals';

import { NextQuestionModel } from './next-question-model.js';

describe('NextQuestionModel', () => {
  it('is bounded, and evicts the rarest step', () => {
    const model = new NextQuestionModel();
    for (const next of ['b', 'b', 'c', 'd', 'e', 'f', 'b']) {
      model.note('trail', 'a', { question: 'a' });
      model.note('trail', next, { question: next });
    }
    expect(model.after('a', 2, 0)).toEqual([{ key: 'b', ask: { question: 'b' }, share: 0.5 }]);
  });

  it('holds no more bytes than it says, and keeps what is asked again and again', () => {
    const model = new NextQuestionModel();
    const input = { question: 'x'.repeat(1_000) };
    const step = (from: string, to: string) => {
      model.note('trail', from, input);
      model.note('trail', to, input);
    };
    for (let i = 0; i < 5_000; i++) {
      step(`seldom ${i}`, `next ${i}`);
      if (i % 50 === 0) step('often', 'again');
    }
    const { bytes, count, maxBytes } = model.usage;
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes / 2);
    expect(count).toBeGreaterThan(100);
    expect(model.after('often', 2, 0.5)).toMatchObject([{ key: 'again' }]);
    expect(model.after('seldom 0', 1, 0)).toEqual([]);
  });
});
