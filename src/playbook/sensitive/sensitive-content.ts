import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type CueProgram, decodeProgram, type StoredProgram } from './cue-program.js';
import type { AtHand, Family, SensitivePhrases, Situation, SituationText } from './schema.js';

const FOLDER = join(import.meta.dirname, '../content/sensitive');

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

/** Value of `make`, made on the first call: most processes never answer a sensitive question. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Situations in order of precedence. */
export const readSituations = once(() => read('situations') as Situation[]);
/** Connecting phrases of the answers. */
export const readPhrases = once(() => read('phrases') as SensitivePhrases);

/** Nouns that answers name, and how. */
export const readAtHand = once(() => read('at-hand') as AtHand);

/** Ids of all situations; each can be answered, however it was recognized. */
export const SENSITIVE_IDS: readonly string[] = readSituations().map(({ id }) => id);

/** Phrases that show a situation, as `npm run cues:compile` stores them; the caller keeps them. */
export function readCueProgram(): CueProgram {
  return decodeProgram(read('cue-program') as StoredProgram);
}

const families = once(() => new Map(readSituations().map(({ id, family }) => [id, family])));
const texts = new Map<Family, Record<string, SituationText>>();

/** The kind of a situation. */
export function familyOf(id: string): Family {
  const family = families().get(id);
  if (family === undefined) throw new RangeError(`no sensitive situation "${id}"`);
  return family;
}

/** What to say in a situation. */
export function textOf(id: string): SituationText {
  const family = familyOf(id);
  let ofFamily = texts.get(family);
  if (ofFamily === undefined) {
    ofFamily = read(family) as Record<string, SituationText>;
    texts.set(family, ofFamily);
  }
  const found = ofFamily[id];
  if (found === undefined) throw new RangeError(`no text of "${id}"`);
  return found;
}
