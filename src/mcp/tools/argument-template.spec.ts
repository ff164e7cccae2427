import { describe, expect, it } from '@jest/globals';

import { fillArguments } from './argument-template.js';
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

describe('fillArguments', () => {
  it('fills placeholders in every string', () => {
    const template = {
      thought: '{{persona}} on: {{ question }}',
      list: ['{{frameworks}}'],
      text: 'see {{frameworks}}',
      n: 1,
      no: null,
    };
    expect(fillArguments(template, REQUEST)).toEqual({
      thought: 'sofia on: Build or buy?',
      list: [['build-vs-buy', 'wrap']],
      text: 'see build-vs-buy, wrap',
      n: 1,
      no: null,
    });
  });

  it('fills in the role and the earlier turns', () => {
    const template = { who: '{{role}}', before: '{{earlier.questions}}', line: 'after {{ earlier.frameworks }}' };
    expect(fillArguments(template, REQUEST)).toEqual({
      who: 'CTO',
      before: ['Why now?', 'Who pays?'],
      line: 'after okr',
    });
  });

  it('leaves unknown placeholders as they are', () => {
    const unknown = '{{env.SECRET}} {{constructor}} {{tenant}} {{earlierXquestions}}';
    expect(fillArguments({ unknown }, REQUEST)).toEqual({ unknown });
  });

  it('never expands inserted text', () => {
    const request = { ...REQUEST, question: '{{persona}} $& $1' };
    expect(fillArguments({ q: 'on {{question}}' }, request)).toEqual({ q: 'on {{persona}} $& $1' });
  });
});
