import { describe, expect, it } from '@jest/globals';

import { clauseAround, findChallenges } from './challenges.js';

describe('findChallenges', () => {
  it.each([
    ['Everyone knows our tests are bad, so we hire more testers.', 'assumption_test'],
    ['The vendor is the only option we have left.', 'alternative_exploration'],
    ['Pair programming is a best practice for us all.', 'evidence_demand'],
    ["We can't afford a second region this year.", 'constraint_validation'],
    ['Users want a dark mode and so we build it.', 'stakeholder_validation'],
    ['It keeps happening after each release we make.', 'root_cause_probe'],
  ])('in %j finds %s', (text, type) => {
    expect(findChallenges(text).map((challenge) => challenge.type)).toContain(type);
  });

  it.each(['thanks', 'what time is it?', 'hi there, how are you?', 'How should I start?', ''])(
    'leaves %j alone',
    (text) => {
      expect(findChallenges(text)).toEqual([]);
    },
  );

  it('finds at most four, the most certain first', () => {
    const found = findChallenges(
      "Obviously users want this, it is a best practice and proven, we can't afford anything else, it keeps happening, and it is the only option.",
    );
    expect(found).toHaveLength(4);
    expect(found.map(({ confidence }) => confidence)).toEqual(
      found.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
    );
  });
});

describe('clauseAround', () => {
  it('returns the clause of a word, at most fourteen words', () => {
    const text = 'We looked at it, and obviously the platform is late; what now?';
    expect(clauseAround(text, text.indexOf('obviously'), 9)).toBe('obviously the platform is late');
    const long = `${'word '.repeat(40)}obviously ${'more '.repeat(40)}`;
    const clause = clauseAround(long, long.indexOf('obviously'), 9);
    expect(clause).toContain('obviously');
    expect(clause.split(' ').length).toBeLessThanOrEqual(14);
  });
});
