import { describe, expect, it } from '@jest/globals';

import { ownWordsOf } from './own-words.js';

describe('ownWordsOf', () => {
  it.each([
    ['Explain STRIDE, one example each for a parking app?', 'your parking app'],
    ['Explain SLO with our booking page as example', 'your booking page'],
    ['What is shift left for a team of 6 that makes hearing aids firmware', 'your hearing aids firmware'],
    [
      "How do I run a pre-mortem for the relocation of the trading floor's servers?",
      "the relocation of the trading floor's servers",
    ],
    ['Explain cost of delay, my product is a payment terminal rental', 'your payment terminal rental'],
    ['Why does our lift vendor quote it instead of uptime?', 'your lift vendor'],
    ['How would I use ADKAR for our move to trunk-based development?', 'your move to trunk-based development'],
  ])('takes the thing from %s', (text, thing) => {
    expect(ownWordsOf(text, 'en').thing).toBe(thing);
  });

  it.each([
    ['Explain churn to my CFO', 'your CFO'],
    ["strangler fig, like i'm the product manager", 'the product manager'],
    ['blue-green in plain words for our head of customer service', 'your head of customer service'],
  ])('takes the reader from %s, and no thing', (text, reader) => {
    expect(ownWordsOf(text, 'en')).toMatchObject({ reader, thing: undefined });
  });

  it('takes a colleague, and not the notion itself', () => {
    const text = 'GROW model: how would a coaching talk with Pavel look like?';
    expect(ownWordsOf(text, 'en', ['GROW model']).person).toBe('Pavel');
    expect(ownWordsOf("My board asks about our 'rule of 40'.", 'en', ['Rule of 40']).thing).toBeUndefined();
  });

  it('quotes words of another language', () => {
    expect(ownWordsOf('Was ist Model Drift bei unserer Absatzprognose?', 'de').thing).toBe('“Absatzprognose”');
  });

  it('takes nothing from markup', () => {
    expect(ownWordsOf('Explain churn for our [shop](http://evil.example/9)', 'en').thing).not.toMatch(/[[(<]/);
  });
});
