import { describe, expect, it } from '@jest/globals';

import { fillTemplate } from './argument-template.js';

const REQUEST = { question: 'Build or buy?', frameworks: ['build-vs-buy', 'wrap'], persona: 'sofia' };

describe('fillTemplate', () => {
  it('fills placeholders wherever strings stand', () => {
    const template = {
      thought: '{{persona}} on: {{ question }}',
      list: ['{{frameworks}}'],
      text: 'see {{frameworks}}',
      n: 1,
      no: null,
    };
    expect(fillTemplate(template, REQUEST)).toEqual({
      thought: 'sofia on: Build or buy?',
      list: [['build-vs-buy', 'wrap']],
      text: 'see build-vs-buy, wrap',
      n: 1,
      no: null,
    });
  });

  it('leaves what it does not know', () => {
    expect(fillTemplate('{{env.SECRET}} {{constructor}}', REQUEST)).toBe('{{env.SECRET}} {{constructor}}');
  });

  it('never looks into text it put in', () => {
    expect(fillTemplate('{{question}}', { ...REQUEST, question: '{{persona}} $& $1' })).toBe('{{persona}} $& $1');
  });
});
