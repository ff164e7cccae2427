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

  it('stays when two are compared', () => {
    expect(named('Should our leadership team use OKRs or a balanced scorecard for next year?').toSorted()).toEqual([
      'balanced-scorecard',
      'okr',
    ]);
  });
});
