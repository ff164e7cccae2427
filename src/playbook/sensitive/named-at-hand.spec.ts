import { describe, expect, it } from '@jest/globals';

import { namedAtHand } from './named-at-hand.js';

describe('namedAtHand', () => {
  it('reads people and things in the words of the asker, spoken back to them', () => {
    const { leaders, hazards, records, people } = namedAtHand(
      'My plant manager wants our mixer bypassed on press 7. The technician has photos and a log. Do I agree?',
      'en',
    );
    expect(leaders).toEqual(['your plant manager']);
    expect(hazards).toEqual(['press 7']);
    expect(people).toEqual(['the technician']);
    expect(records).toEqual(['the photos', 'the log']);
  });

  it('takes the head of a compound, not each of its words', () => {
    expect(namedAtHand('HR sent me the severance list by mistake.', 'en').records).toEqual(['the severance list']);
  });

  it('reads names of people, but no places, and nothing that others said', () => {
    const { people, records } = namedAtHand("I told Jana in Lisbon that he said 'give me the folder now'.", 'en');
    expect(people).toEqual(['Jana']);
    expect(records).toEqual([]);
  });

  it('does not take the asker for one of those involved', () => {
    expect(namedAtHand("He is ill. I'm his manager and worried.", 'en').leaders).toEqual([]);
  });

  it.each([
    ['de', 'Der Abteilungsleiter will das Prüfprotokoll ändern.', 'leaders', 'Abteilungsleiter'],
    ['fr', "Le directeur m'a montré une photo de la presse.", 'hazards', 'presse'],
    ['es', 'El encargado rompió la máquina ayer.', 'hazards', 'máquina'],
  ] as const)('reads nouns of other languages as they are written: %s', (language, text, group, noun) => {
    expect(namedAtHand(text, language)[group]).toEqual([noun]);
  });

  it('reads a day that lies ahead, and none that is past', () => {
    expect(namedAtHand('The filing is on Monday.', 'en').date).toBe('Monday');
    expect(namedAtHand('He left on Friday.', 'en').date).toBeUndefined();
  });

  it('finds nothing in an empty text', () => {
    expect(Object.values(namedAtHand('', 'en')).flat().filter(Boolean)).toEqual([]);
  });
});
