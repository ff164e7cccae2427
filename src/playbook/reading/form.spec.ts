import { describe, expect, it } from '@jest/globals';

import { formOf } from './form.js';

const form = (text: string, { concepts = 0, alternatives = 0 } = {}) =>
  formOf({ text, isDraft: false, isSummary: false, concepts, alternatives });

describe('formOf', () => {
  it.each([
    'I start on Monday as head of platform. 30/60/90 please.',
    'Need to move 90 jobs off an old machine. Give me phases',
    'We bought a firm of twelve. What would a sane plan be for the first six months?',
    'Give me a 60 day plan. I start on 1 August.',
    'Design system from scratch for 3 apps, one designer, one developer, half a year',
    'I want all nine services under one login till autumn, two vendors.',
    'I take over a team on the 1st. What do I do in the first 30 days?',
  ])('takes a plan that is asked for: %s', (text) => {
    expect(form(text)).toBe('plan');
  });

  it.each([
    'Our CEO builds prototypes at the weekend, so my people expect the roadmap to change every Monday and no longer take the quarterly plan seriously. I said nothing so far.',
    'Mein erfahrenster Entwickler geht in 14 Monaten in Rente. Er ist der Einzige, der die Abrechnung versteht, dokumentieren mag er nicht, und die Jüngeren wollen die alte Sprache nicht anfassen. Wie gehe ich das an?',
  ])('makes no plan of a trouble that is told: %s', (text) => {
    expect(form(text)).toBe('advise');
  });

  it('tells notions apart and weighs what is to be chosen', () => {
    expect(form('SLO vs SLA vs error budget, for a head of support', { concepts: 2, alternatives: 3 })).toBe('explain');
    expect(form('Scrum, Kanban or SAFe: which should we take?', { concepts: 3, alternatives: 3 })).toBe('compare');
  });
});
