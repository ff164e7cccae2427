import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { highlightEvidence } from './evidence-view.js';
import { COLOR_STYLE, PLAIN_STYLE, terminalWidth } from './style.js';
import { drawWaterfall } from './waterfall-view.js';
import { wrap, wrapMarkdown } from './wrap.js';

describe('wrap', () => {
  it('never exceeds the width and loses no word', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 60 }), fc.integer({ min: 10, max: 100 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join(' ').replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\s+/g, ''));
      }),
    );
  });

  it('breaks a word that is longer than a line', () => {
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('counts columns: colors take none, emoji take two', () => {
    expect(wrap(`${COLOR_STYLE.bold('ab')} cd`, 5)).toHaveLength(1);
    expect(wrap('🎯🎯a', 4)).toEqual(['🎯🎯', 'a']);
  });

  it('keeps lists and quotations in shape', () => {
    expect(wrapMarkdown('1. one two three\n\n> a quoted line', 10)).toBe('1. one two\n   three\n\n> a quoted\n> line');
  });
});

describe('a terminal without room', () => {
  it.each([0, -1, Number.NaN, 1, 2, 3, 1.5])('is written to all the same: %p columns', (columns) => {
    const stages = [{ name: 'detect' as const, startMs: 0, durationMs: 0.1 }];
    const markdown = `- 🎯 one two\n\n${' '.repeat(90)}deep`;
    expect(wrap('🎯🎯 ab', columns).join('').replaceAll(' ', '')).toBe('🎯🎯ab');
    expect(wrapMarkdown(markdown, columns).replaceAll(/\s/g, '')).toContain('onetwodeep');
    expect(wrapMarkdown(markdown, terminalWidth(columns))).toContain('🎯 one two');
    expect(drawWaterfall({ stages, elapsedMs: 1, deadlineMs: 2, isMet: true }, columns, PLAIN_STYLE)).toContain(
      'in time',
    );
  });
});

describe('terminalWidth', () => {
  it('is 80 columns where the terminal reports none or more, and at least 40', () => {
    expect([0, 200, 60, 5, 1, 3, Number.NaN].map((columns) => terminalWidth(columns))).toEqual([
      80, 80, 60, 40, 40, 40, 80,
    ]);
  });
});

describe('highlightEvidence', () => {
  it('marks each passage once, also where two overlap', () => {
    const evidence = [
      { start: 4, end: 10, quote: 'squads' },
      { start: 0, end: 6, quote: 'our sq' },
    ];
    expect(highlightEvidence('our squads wait', evidence, PLAIN_STYLE)).toBe('»our squads« wait');
  });
});

describe('drawWaterfall', () => {
  it('stays within the width and says whether the deadline was kept', () => {
    const stages = [
      { name: 'detect' as const, startMs: 0, durationMs: 0.1 },
      { name: 'enhance' as const, startMs: 0.1, durationMs: 470 },
    ];
    const chart = drawWaterfall({ stages, elapsedMs: 480, deadlineMs: 500, isMet: true }, 80, PLAIN_STYLE);
    for (const line of chart.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(chart).toContain('answered after 480 ms of 500 ms: in time');
  });
});
