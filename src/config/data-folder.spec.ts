import { describe, expect, it } from '@jest/globals';

import { defaultDataFolder, type ProgramSurroundings } from './data-folder.js';

const INSTALLED = '/home/ann/.npm/_npx/1/node_modules/claude-director/dist/bundle';
const surroundings: ProgramSurroundings = { env: {}, platform: 'linux', home: '/home/ann', program: INSTALLED };

describe('defaultDataFolder', () => {
  it.each<[string, Partial<ProgramSurroundings>, string]>([
    ['of a clone is in its folder', { program: '/home/ann/src/claude-director/dist/bundle' }, './data'],
    ['of a package is the user’s', {}, '/home/ann/.local/share/claude-director'],
    ['follows XDG_DATA_HOME', { env: { XDG_DATA_HOME: '/srv/data' } }, '/srv/data/claude-director'],
    ['ignores a relative one', { env: { XDG_DATA_HOME: 'data' } }, '/home/ann/.local/share/claude-director'],
    ['is where macOS wants it', { platform: 'darwin' }, '/home/ann/Library/Application Support/claude-director'],
    ['is local on Windows', { platform: 'win32' }, '/home/ann/AppData/Local/claude-director'],
  ])('%s', (_what, difference, folder) => {
    expect(defaultDataFolder({ ...surroundings, ...difference })).toBe(folder);
  });
});
