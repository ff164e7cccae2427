import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { loadFrameworkLibrary } from '../../frameworks/index.js';

import { PassageIndex } from './passage-index.js';
import { analyzeSystematically } from './systematic-analysis.js';

const library = loadFrameworkLibrary();
const teamTopologies = library.all().filter(({ id }) => id === 'team-topologies');

describe('PassageIndex', () => {
  const index = new PassageIndex(library.all());

  it('finds passages on the topic of the question', () => {
    const [first] = index.find('How do we agree on an error budget and alert on it?', [], 3);
    expect(first?.framework).toBe('site-reliability-slo');
    expect(first?.source).toMatch(/2016|Beyer/);
  });

  it('prefers detected frameworks, and returns at most two passages of each', () => {
    const found = index.find(
      'our squads wait for the platform group before every release',
      ['team-topologies', 'theory-of-constraints'],
      4,
    );
    expect(found).toHaveLength(4);
    const frameworks = found.map(({ framework }) => framework);
    expect(frameworks.filter((id) => id === 'team-topologies').length).toBeLessThanOrEqual(2);
    expect(frameworks.some((id) => id === 'team-topologies' || id === 'theory-of-constraints')).toBe(true);
  });

  it('finds nothing in a text that shares no word with the library', () => {
    expect(index.find('xyzzy qwrtz', [], 3)).toEqual([]);
  });
});

describe('analyzeSystematically', () => {
  it('names limits, stakeholders, options, a criterion and the open question, in the words of the asker', () => {
    const question =
      'We have $2M and the board wants it by March. Should we hire two squads or buy a vendor tool? Finance and security disagree.';
    const points = new Map(analyzeSystematically(question, teamTopologies).map(({ title, text }) => [title, text]));
    expect(points.get('Limits any answer must respect')).toBe('We have $2M and the board wants it by March.');
    expect(points.get('Who has a say')).toContain('the board, two squads, vendor, Finance, security');
    expect(points.get('Options on the table')).toContain('“hire two squads” or “buy a vendor tool”');
    expect(points.get('The problem as stated')).toBe('Finance and security disagree.');
    expect(points.get('What is traded')).toBe(teamTopologies[0]?.pitfalls[0]);
    expect(points.get(`Next step: ${teamTopologies[0]?.steps[0]?.name}`)).toBe(teamTopologies[0]?.steps[0]?.how);
    expect(points.get('What would settle it')).toBe(teamTopologies[0]?.measures[0]);
    expect(teamTopologies[0]?.questions).toContain(points.get('Find out first'));
  });

  it('leaves out points without a basis in the question', () => {
    expect(analyzeSystematically('Why?', [])).toEqual([]);
  });

  it('terminates for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        for (const point of analyzeSystematically(text, teamTopologies)) expect(point.text).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });

  it('takes no longer than its bound on adversarial repeats', () => {
    const text = 'should we a'.repeat(20_000);
    expect(analyzeSystematically(text, []).length).toBeLessThanOrEqual(8);
  });
});
