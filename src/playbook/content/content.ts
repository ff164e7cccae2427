/**
 * Small content, read once: `speech.json` has an entry for each persona, `trades.json` what alternatives gain and cost, of
 * which the first that fits applies, `phrases.json` what an answer discloses about itself. Plans, cases and concepts are
 * read when first needed. The files are only parsed here; `schema.ts` says what they must hold, and its specification validates them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Persona } from '../../personas/index.js';
import { saysOneOf, wordsOf } from '../question/phrases.js';
import type { PersonaSpeech, Phrases, Trade } from './schema.js';

export const PHRASES = read('phrases.json') as Phrases;

const SPEECH = read('speech.json') as Record<string, PersonaSpeech> & { diego: PersonaSpeech };

const TRADES = read('trades.json') as Trade[];

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

/** How the persona speaks; an unknown one borrows Diego's plain manner. */
export function speechOf(persona: Persona): PersonaSpeech {
  return SPEECH[persona.id] ?? SPEECH.diego;
}

/** What an alternative gains and costs, by the first sign in its words; undefined without one. */
export function tradeOf(alternative: string): Trade | undefined {
  const words = wordsOf(alternative);
  return TRADES.find(({ signs }) => saysOneOf(words, signs));
}
