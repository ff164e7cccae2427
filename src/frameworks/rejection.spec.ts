import { describe, expect, it } from '@jest/globals';

import { FrameworkDetector } from './detector.js';
import { loadFrameworkLibrary } from './library.js';

const detector = new FrameworkDetector(loadFrameworkLibrary());
const named = (text: string) =>
  detector
    .detect(text)
    .frameworks.filter(({ kind }) => kind === 'explicit')
    .map(({ id }) => id);

describe('a framework that the text turns down', () => {
  it.each([
    ['We do not need another SWOT; how do we start with OKRs in a company of eighty people?', 'okr'],
    [
      'Rather than RICE, which we tried for a year, should our product group rank its roadmap by WSJF?',
      'cost-of-delay-wsjf',
    ],
    ['OKRs were not for us. Would a balanced scorecard suit our board better?', 'balanced-scorecard'],
    [
      'Statt einer SWOT-Analyse will ich für unsere Strategie eine Wardley Map zeichnen. Wie fangen wir an?',
      'wardley-mapping',
    ],
  ])('is not the one meant: %s', (text, meant) => {
    expect(named(text)).toEqual([meant]);
  });

  it('is the subject when the text names no other', () => {
    expect(named('OKRs do not work in our engineering department of forty people. What do we do?')).toEqual(['okr']);
  });

  it.each([
    'Should our leadership team use OKRs or a balanced scorecard for next year?',
    "I'm not sure whether our leadership team should use OKRs or a balanced scorecard next year.",
    "We don't know if OKRs or a balanced scorecard would help our forty engineers. Which?",
    "We can't decide between OKRs and a balanced scorecard for our company strategy.",
    'Not only OKRs but also a balanced scorecard are on the table for our strategy.',
    'OKRs or a balanced scorecard for a department that does not plan well?',
    'Wir wissen nicht, ob OKRs oder eine Balanced Scorecard besser zu unserer Strategie passt.',
  ])('stays when two are weighed: %s', (text) => {
    expect(named(text).toSorted()).toEqual(['balanced-scorecard', 'okr']);
  });
});
