import { describe, expect, it } from '@jest/globals';

import type { History } from '../../conversations/index.js';

import { readHistory } from './brought-history.js';

/** Reads any question as one for Diego, and notes what it was given. */
function reader() {
  const asked: { question: string; before: number }[] = [];
  const read = (question: string, { turns }: History) => {
    asked.push({ question, before: turns.length });
    const lead = { id: 'diego', score: 1, reasons: [] };
    return {
      detection: { strategic: true, frameworks: [], runnersUp: [], elapsedMs: 0 },
      route: { lead, support: [] },
    };
  };
  return { asked, read };
}

describe('readHistory', () => {
  it('takes what came of a question where that is known, and reads the others after those before them', () => {
    const { asked, read } = reader();
    const answered = { answerId: 'ans_1', lead: 'camille', frameworks: ['wardley-mapping'] };
    const history = readHistory([{ question: 'Buy?', answered }, { question: 'Our infra group?' }], read);
    expect(asked).toEqual([{ question: 'Our infra group?', before: 1 }]);
    expect(history.turns).toEqual([
      { question: 'Buy?', ...answered },
      { question: 'Our infra group?', answerId: '', lead: 'diego', frameworks: [] },
    ]);
    expect(history.summary.topics.map(({ topic }) => topic)).toEqual(['infra group']);
  });

  it('reads no more than the beginnings of the latest four', () => {
    const { asked, read } = reader();
    const said = Array.from({ length: 20 }, (_, at) => ({ question: `${at} ${'x'.repeat(30_000)}` }));
    const { turns } = readHistory(said, read);
    expect(asked.map(({ before }) => before)).toEqual([4, 4, 4, 4]);
    expect(asked.every(({ question }) => question.length === 2_000)).toBe(true);
    expect(turns).toHaveLength(20);
    expect(turns[3]).toMatchObject({ question: said[3]?.question, lead: null });
  });
});
