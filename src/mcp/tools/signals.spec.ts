import { describe, expect, it } from '@jest/globals';

import { Signals } from './signals.js';

const question = { question: 'Why do our deployments wait?', frameworks: ['team-topologies'], persona: 'diego' };
const signals = (more: object) => new Signals({ personas: [], frameworks: [], words: [], ...more });

describe('Signals', () => {
  it.each([
    ['no condition', {}, true],
    ['its persona', { personas: ['diego'] }, true],
    ['another persona', { personas: ['rachel'] }, false],
    ['a detected framework', { frameworks: ['okr', 'team-topologies'] }, true],
    ['another framework', { frameworks: ['okr'] }, false],
    ['a word in another form', { words: ['deployment'] }, true],
    ['a word that is not there', { words: ['budget'] }, false],
    ['one signal of two kinds', { frameworks: ['okr'], words: ['waiting'] }, true],
    ['a signal, but another persona', { personas: ['rachel'], words: ['wait'] }, false],
  ])('with %s', (_name, options, isCalled) => {
    expect(signals(options).callFor(question)).toBe(isCalled);
  });
});
