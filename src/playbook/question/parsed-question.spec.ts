import { describe, expect, it } from '@jest/globals';

import { parseQuestion } from './parsed-question.js';

describe('parseQuestion', () => {
  it('returns quantities, groups, amounts and deadlines verbatim', () => {
    const reading = parseQuestion(
      'We have two product squads and 48 engineers, $2M left, and the infra group is late. We spend 300k a month on AWS. What do we change by March?',
    );
    expect(reading.quantities).toEqual(['two product squads', '48 engineers', '$2M', '300k a month']);
    expect(reading.groups).toEqual(['product squads', 'infra group']);
    expect(reading.names).toEqual(['AWS']);
    expect(reading.amount).toBe('$2M');
    expect(reading.deadline).toBe('by March');
    expect(reading.ask).toBe('What do we change by March?');
  });

  it('returns the asking clause of a long sentence', () => {
    expect(
      parseQuestion('Our three squads wait on the infra group for every single deploy they make, what do we change?')
        .ask,
    ).toBe('what do we change?');
  });

  it('finds the question of a memo before its closing courtesy', () => {
    const reading = parseQuestion(
      'Hi all,\n\nLong story about budgets.\n\nHow do I tell the CFO that the graph was wrong?\n\nThanks, Bob',
    );
    expect(reading.ask).toBe('How do I tell the CFO that the graph was wrong?');
    expect(reading.stakeholders).toEqual(['CFO']);
  });

  it.each([
    ['Should our SRE group be an enabling team or a platform team?', ['an enabling team', 'a platform team']],
    ['Is it better to build or buy?', ['build', 'buy']],
    ['Should we build our own billing system or buy one? We have $2M.', ['build our own billing system', 'buy one']],
    [
      'We bought a company. Integrate them into our teams or leave them separate?',
      ['Integrate them into our teams', 'leave them separate'],
    ],
    ['Do we rewrite the old platform or refactor it before we grow?', ['rewrite the old platform', 'refactor it']],
  ])('finds the alternatives of %j', (question, alternatives) => {
    expect(parseQuestion(question).alternatives).toEqual(alternatives);
  });

  it.each(['Is this right or not?', 'Do we need two or three squads?', 'What do you think?'])(
    'sees no alternatives in %j',
    (question) => {
      expect(parseQuestion(question).alternatives).toBeUndefined();
    },
  );

  it.each([
    ['Which vendor should we take?', 'decide'],
    ['Why does velocity drop each spring?', 'diagnose'],
    ['How do I convince the board to fund this?', 'persuade'],
    ['How would we measure that it works?', 'measure'],
    ['How do I give her feedback?', 'people'],
    ['How do we roll this out?', 'plan'],
  ])('classifies %j as %s', (question, kind) => {
    expect(parseQuestion(question).kind).toBe(kind);
  });

  it('recognizes other languages and quotes them', () => {
    const reading = parseQuestion('¿Cómo reducimos la espera de los tres equipos que dependen de la plataforma?');
    expect(reading.isEnglish).toBe(false);
    expect(reading.ask).toContain('tres equipos');
  });

  it.each(['', ' ', 'a', '?', '\uD800', '```', '<script>'])('survives %j', (question) => {
    expect(() => parseQuestion(question)).not.toThrow();
  });
});
