import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { loadFrameworkLibrary } from '../../frameworks/index.js';
import { PERSONAS } from '../../personas/index.js';
import { CONTENT, readContent } from './content.js';

describe('shipped content', () => {
  it('has speech for each persona and no other', () => {
    expect(Object.keys(CONTENT.speech).sort()).toEqual(PERSONAS.map(({ id }) => id).sort());
  });

  it('refers only to frameworks of the library', () => {
    const library = loadFrameworkLibrary();
    const named = [...CONTENT.situations.values()].flatMap(({ frameworks }) => frameworks);
    expect(named.filter((id) => library.get(id) === undefined)).toEqual([]);
  });

  it('has the situations that the engine selects by name', () => {
    expect([...CONTENT.situations.keys()]).toEqual(
      expect.arrayContaining(['choice', 'boardroom', 'goals', 'conflict']),
    );
  });

  it('keeps the order of areas and files, which decides between equally fitting entries', () => {
    const ids = [...CONTENT.situations.keys()];
    expect(ids).toHaveLength(32);
    expect([ids[0], ids.at(-1)]).toEqual(['waiting', 'users']);
    expect(CONTENT.trades[0]?.pattern.test('a rewrite')).toBe(true);
  });

  it('matches every sign and every alternative without case', () => {
    for (const { signs } of CONTENT.situations.values()) expect(signs.flags).toBe('gi');
    for (const { pattern } of CONTENT.trades) expect(pattern.flags).toBe('i');
  });
});

describe('readContent', () => {
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
    ['an unknown field', 'phrases.json', '"settle"', '"settel"', 'kinds.decide.settel: no such field'],
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
    ['an error of syntax', 'trades.json', '[', '[,', 'Unexpected token'],
  ])('names file and path of %s', (_mistake, name, search, replacement, message) => {
    const file = edit(name, search, replacement);
    expect(() => readContent(folder)).toThrow(`${file}: ${message}`);
  });

  it('refuses two situations with one id', () => {
    edit('situations/market.json', '"id": "users"', '"id": "waiting"');
    expect(() => readContent(folder)).toThrow('situations: two situations share an id');
  });
});
