import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { normalizedQuestionKey } from './normalized-question-key.js';

describe('normalizedQuestionKey', () => {
  it.each([
    ['case and punctuation', 'How do we cut costs?', 'how do we cut costs'],
    ['contractions', "We can't agree. What's next?", 'We cannot agree, what is next?'],
    ['fillers', 'Hi, can you please tell me how to structure a platform team?', 'How do I structure a platform team?'],
    ['numbers in words', 'We have twenty-five teams.', 'We have 25 teams'],
    ['numbers in short', 'Is a $2M saving enough?', 'Is a $2,000,000 saving enough?'],
    ['spelling', 'How do we prioritise behaviour?', 'How do we prioritize behavior?'],
    ['synonyms', 'How do we lower attrition?', 'How do we reduce attrition?'],
    ['the order of sentences', 'We lost three people. What now?', 'What now? We lost three people.'],
    ['the order of a condition', 'What do we do if the vendor fails?', 'If the vendor fails, what do we do?'],
    ['the order of time', 'Since March our velocity dropped by 30%.', 'Our velocity dropped 30 percent since March'],
    ['the order of alternatives', 'Should we build or buy search?', 'Should we buy or build search?'],
    ['hyphens', 'Who carries the on-call pager?', 'Who carries the oncall pager?'],
    ['courtesy', 'Dear team, how should we plan the move? Many thanks!', 'How do we plan the move?'],
    ['the way of asking', 'What is the best way to plan the move?', 'Any tips for planning the move?'],
    ['a wish', 'We are thinking about leasing cars.', 'Is it a good idea to lease cars?'],
    ['a nominal style', 'Reducing the noise of alarms', 'How do we lower the noise of alarms?'],
    ['the passive', 'The launch was stopped by finance.', 'Finance stopped the launch.'],
    [
      'the order of time, beside an amount',
      'How do we cut the cost of tests by 20% before June?',
      'Before June, how can we reduce the cost of our tests 20 percent',
    ],
    ['compounds', 'Is the log-in page slow?', 'Is the login page slow?'],
    ['typos of one letter', 'How do we migarte the warehouse?', 'How do we migrate the warehouse?'],
    ['German', 'Wie können wir die Miete senken?', 'Wie senken wir unsere Miete?'],
    ['small typos', 'How do we comunicate it?', 'How do we communicate it?'],
  ])('is equal for %s', (_what, a, b) => {
    expect(normalizedQuestionKey(a)).toBe(normalizedQuestionKey(b));
  });

  it.each([
    ['a number', 'Should we hire 4 people?', 'Should we hire 40 people?'],
    ['a negation', 'Should managers code?', 'Should managers not code?'],
    ['a direction', 'How do we move from Jenkins to Actions?', 'How do we move from Actions to Jenkins?'],
    ['by and to', 'We cut the budget by 20%.', 'We cut the budget to 20%.'],
    ['a role', 'Does the CFO report to the CEO?', 'Does the CEO report to the CFO?'],
    ['a team', 'How do we help the data team?', 'How do we help the sales team?'],
    ['a vendor', 'Is Datadog worth it?', 'Is Grafana worth it?'],
    ['a time', 'Do we launch this quarter?', 'Do we launch next quarter?'],
    ['a tense', 'Who decides on the stack?', 'Who decided on the stack?'],
    ['before and after', 'What do we cut before launch?', 'What do we cut after launch?'],
    ['the clause of a time', 'If they leave in May, do we sell?', 'If they leave, do we sell in May?'],
    ['two times', 'We open in May and close in June.', 'We open in June and close in May.'],
    ['the actor of a passive', 'Ann was hired by Bob.', 'Bob was hired by Ann.'],
    ['a modal', 'We must tell the client.', 'We want to tell the client.'],
    ['a sign', 'Growth of -5%', 'Growth of 5%'],
    ['the grouping of digits', '3 teams 5 people', '35 people'],
    ['blanks', '   ', '?'],
    ['a symbol', 'Is a latency ≤ 5 seconds fine?', 'Is a latency ≥ 5 seconds fine?'],
    ['a currency', 'Is a budget of €5 enough?', 'Is a budget of £5 enough?'],
    ['a picture', 'The reorganization 👍', 'The reorganization 👎'],
    ['nothing but pictures', '🎉', '🔥🔥'],
    ['nothing but fillers', 'please', 'the'],
    ['nothing but many pictures', '🎉'.repeat(400), '🔥'.repeat(400)],
  ])('differs by %s', (_what, a, b) => {
    expect(normalizedQuestionKey(a)).not.toBe(normalizedQuestionKey(b));
  });

  it('takes no longer for a preamble without end', () => {
    const began = performance.now();
    normalizedQuestionKey('could you really '.repeat(35));
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('accepts any text and is deterministic', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        expect(normalizedQuestionKey(text)).toBe(normalizedQuestionKey(text));
      }),
      { numRuns: 200 },
    );
  });
});
