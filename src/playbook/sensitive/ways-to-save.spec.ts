import { describe, expect, it } from '@jest/globals';

import { waysToSave } from './ways-to-save.js';

describe('waysToSave', () => {
  it.each([
    'We need to save 2 million: short-time work until May, no bonuses, or lay off 20 of 200?',
    'Wir müssen 500k einsparen. Kurzarbeit, Einstellungsstopp oder fünf Stellen streichen?',
  ])('reads the ways that are weighed: %s', (text) => {
    expect(waysToSave(text).map(({ way }) => way)).toContain('letGo');
    expect(waysToSave(text)).toHaveLength(3);
  });

  it.each([
    'Save 40k on cloud or on licences?',
    'I was told to let two people go. What do I say?',
    'We cut the budget, and my boss wants me to let someone go.',
  ])('is none where nothing is weighed against letting people go: %s', (text) => {
    expect(waysToSave(text)).toEqual([]);
  });
});
