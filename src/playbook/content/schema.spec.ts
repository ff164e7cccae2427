import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadFrameworkLibrary } from '../../frameworks/index.js';
import { PERSONAS } from '../../personas/index.js';
import { SITUATIONS, speechOf, tradeOf } from './content.js';
import { mistakesIn } from './schema.js';

describe('playbook content', () => {
  it('has no mistake', () => {
    expect(mistakesIn(import.meta.dirname)).toEqual([]);
  });

  it('has speech for each persona', () => {
    expect(new Set(PERSONAS.map(speechOf)).size).toBe(PERSONAS.length);
  });

  it('refers only to frameworks of the library', () => {
    const library = loadFrameworkLibrary();
    const named = [...SITUATIONS.values()].flatMap(({ frameworks }) => frameworks);
    expect(named.filter((id) => library.get(id) === undefined)).toEqual([]);
  });

  it('has the areas of situations in order of precedence, and those that the engine selects by name', () => {
    const areas = [...new Set([...SITUATIONS.values()].map(({ area }) => area))];
    expect(areas).toEqual(['organization', 'strategy', 'people', 'technology', 'market']);
    expect(readdirSync(join(import.meta.dirname, 'situations'))).toHaveLength(areas.length);
    expect([...SITUATIONS.keys()]).toEqual(expect.arrayContaining(['choice', 'boardroom', 'goals', 'conflict']));
  });

  it('recognizes every sign of a text and the first alternative that fits, without case', () => {
    expect(SITUATIONS.get('conflict')?.signs.flags).toBe('gi');
    expect(tradeOf('REWRITE or refactor')).toMatchObject({ undo: 5, pattern: { flags: 'i' } });
  });
});

describe('mistakesIn', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'content-'));
    cpSync(import.meta.dirname, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const edit = (name: string, search: RegExp | string, replacement: string) => {
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const edited = text.replace(search, replacement);
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
    return file;
  };
  const LAST_MOVE = /,\s*\{\s*"what": "[^"]*",\s*"measure": "[^"]*"\s*\}(?=\s*\])/;

  it.each<[string, string, RegExp | string, string, string]>([
    ['a missing opener', 'speech.json', /"measure": "[^"]*",/, '', 'diego.openers.measure: expected a string'],
    ['a missing challenge', 'speech.json', /"root_cause_probe": "[^"]*",/, '', 'diego.challenges.root_cause_probe: '],
    [
      'an unknown home',
      'speech.json',
      '"waiting"',
      '"moon"',
      'diego.home: expected the id of a situation, found "moon"',
    ],
    ['an unknown field', 'phrases.json', '"settle"', '"settel": "", "settle"', 'kinds.decide.settel: no such field'],
    ['a pattern with an error', 'situations/people.json', '(?:', '(?', '[0].signs: expected a regular expression'],
    [
      'an unknown choice',
      'situations/people.json',
      '"option": 0',
      '"option": 3',
      '[0].choice.option: expected 0 or 1 or 2',
    ],
    ['a missing move', 'situations/strategy.json', LAST_MOVE, '', '[0].moves: expected at least 3 items'],
    [
      'an unknown slot',
      'situations/organization.json',
      '{team|',
      '{crew|',
      '[0].options[0].gain: expected slots of the form',
    ],
    ['a number out of range', 'trades.json', '"undo": 5', '"undo": 6', '[0].undo: expected a number of at most 5'],
    ['a repeated id', 'situations/people.json', '"delegation"', '"performance"', '[2].id: expected a new id'],
  ])('names file and path of %s', (_mistake, name, search, replacement, message) => {
    const file = edit(name, search, replacement);
    expect(mistakesIn(folder)).toEqual([expect.stringContaining(`${file}: ${message}`)]);
  });
});
