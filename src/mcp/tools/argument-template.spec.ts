import { describe, expect, it } from '@jest/globals';

import { compileTemplate } from './argument-template.js';
import type { ToolRequest } from './enhancement.js';

const REQUEST: ToolRequest = {
  question: 'Build or buy?',
  role: 'CTO',
  frameworks: ['build-vs-buy', 'wrap'],
  persona: 'sofia',
  earlier: { questions: ['Why now?', 'Who pays?'], frameworks: ['okr'] },
  tenant: 'acme',
  isFresh: false,
};

describe('compileTemplate', () => {
  it('fills placeholders wherever strings stand', () => {
    const template = {
      thought: '{{persona}} on: {{ question }}',
      list: ['{{frameworks}}'],
      text: 'see {{frameworks}}',
      n: 1,
      no: null,
    };
    expect(compileTemplate(template)(REQUEST)).toEqual({
      thought: 'sofia on: Build or buy?',
      list: [['build-vs-buy', 'wrap']],
      text: 'see build-vs-buy, wrap',
      n: 1,
      no: null,
    });
  });

  it('knows who asks, and what the conversation was about', () => {
    const template = { who: '{{role}}', before: '{{earlier.questions}}', line: 'after {{ earlier.frameworks }}' };
    expect(compileTemplate(template)(REQUEST)).toEqual({
      who: 'CTO',
      before: ['Why now?', 'Who pays?'],
      line: 'after okr',
    });
  });

  it('leaves what it does not know', () => {
    const unknown = '{{env.SECRET}} {{constructor}} {{tenant}} {{earlierXquestions}}';
    expect(compileTemplate(unknown)(REQUEST)).toBe(unknown);
  });

  it('never looks into text it put in', () => {
    expect(compileTemplate('{{question}}')({ ...REQUEST, question: '{{persona}} $& $1' })).toBe('{{persona}} $& $1');
  });
});
