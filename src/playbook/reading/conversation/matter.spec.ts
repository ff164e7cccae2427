import { describe, expect, it } from '@jest/globals';

import { CaseModel } from '../case-model.js';
import { MatterReader } from './matter.js';
import { threadOf } from './thread.js';

const matters = new MatterReader(new CaseModel());
const read = (...said: string[]) =>
  matters.read(
    threadOf(said.slice(0, -1), said.at(-1) ?? '', () => false),
    false,
  );

describe('MatterReader', () => {
  it('reads an unclear matter again with the reply that says what it is about', () => {
    expect(read('hmm, about Marek').isSure).toBe(false);
    const told = read('hmm, about Marek', "he's late with everything, third time this month");
    expect(told).toMatchObject({ isSure: true, isCleared: true });
    expect(told.scores.cases[0]?.id).toBe('unreliable-or-late-colleague');
  });

  it('takes the reading that the asker picks, and keeps to it', () => {
    const first = 'We pay 3 agencies for the same app. Consolidate?';
    const { scores } = read(first);
    const picked = read(first, 'the second');
    expect(picked).toMatchObject({ isSure: true, isCleared: true });
    expect(picked.scores.cases[0]?.id).toBe(scores.cases[1]?.id);
    const later = read(first, 'the second', 'why?');
    expect(later).toMatchObject({ isSure: true, isCleared: false });
    expect(later.scores.cases[0]?.id).toBe(scores.cases[1]?.id);
  });

  it('takes a few words for no matter of their own', () => {
    const first = 'Our releases break every second time. What should I do?';
    for (const reply of ['who decides it?', 'what’s week one', 'how do I measure it?'])
      expect(matters.isNew(reply, { focus: first, text: first })).toBe(false);
  });
});
