import { describe, expect, it } from '@jest/globals';

import { readFacts } from '../../facts/index.js';
import { linesOf } from './source-lines.js';
import { writeSummary } from './summarise.js';

const TODAY = new Date('2026-11-29');
const summary = (text: string, wishes: readonly string[] = []) =>
  writeSummary({ text, facts: readFacts(text, TODAY), wishes })?.markdown;

describe('linesOf', () => {
  it('says the rows of a table', () => {
    expect(linesOf('| team | open bugs | lead |\n|---|---|---|\n| Pay | 44 | Ann |')).toEqual([
      'Pay: 44 open bugs, lead Ann.',
    ]);
  });

  it('says what commits change, without those that no one outside notices', () => {
    expect(linesOf('fix(cart): rounding #812\nchore: bump node\nrevert: new page')).toEqual([
      'Fixed in cart: rounding.',
      'Taken back: new page.',
    ]);
  });

  it('takes date and level from a log, not the time', () => {
    expect(linesOf('2024-05-02 08:19 ERROR consumer stopped')).toEqual(['08:19 consumer stopped']);
  });
});

describe('writeSummary', () => {
  const notes =
    "Bullet summary, most important first: 'We talked about the new logo. Lunch was cold. The pen test found a critical hole in the wifi, anyone can read payroll. Fix by tonight, Yann.'";

  it('begins with what matters most and leaves out what is no matter', () => {
    const lines = summary(notes)?.split('\n') ?? [];
    expect(lines[0]).toContain('critical hole');
    expect(lines.join(' ')).not.toMatch(/logo|Lunch/);
    expect(lines.join(' ')).toContain('tonight');
  });

  it('stays within the words that are wished for, also later', () => {
    const text =
      "Sum up in 3 bullets: 'The test failed at 900 users, target 1,500. Cause is the session lock. Ewa has a fix, retest on Thursday. The launch on 1 October is at risk.'";
    const short = summary(text, ['too long, 20 words']) ?? '';
    expect(short.split(/\s+/).length).toBeLessThanOrEqual(22);
    expect(summary(text, ['one bullet'])?.match(/^- /gm)).toHaveLength(1);
  });

  it('names no one where no names are wanted', () => {
    expect(
      summary(
        "Name-free summary for my peer: 'Karl was ill, Bea covered but had no access until 8 Oct, parser comes 22 Oct.'",
      ),
    ).toBe('- One colleague was ill, another colleague covered but had no access until 8 Oct, parser comes 22 Oct.');
  });
});
