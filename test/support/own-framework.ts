import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './child.js';

/** Writes a framework of the user's own into a folder, made from a shipped one. */
export function writeOwnFramework(folder: string, change: object = {}): void {
  const shipped = JSON.parse(readFileSync(join(ROOT, 'src/frameworks/library/three-horizons.json'), 'utf8')) as object;
  const own = {
    ...shipped,
    id: 'lighthouse-ladder',
    name: 'Lighthouse Ladder',
    aliases: ['Lighthouse Ladder'],
    misspellings: [],
    ambiguous: [],
    ...change,
  };
  writeFileSync(join(folder, 'lighthouse-ladder.json'), JSON.stringify(own, undefined, 2));
}
