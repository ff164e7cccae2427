/**
 * Small content, read once: `speech.json` has an entry for each persona, `trades.json` what alternatives gain and cost, of
 * which the best fitting one applies, `phrases.json` what an answer discloses about itself. Plans, cases and concepts are
 * read when first needed. The files are only parsed here; `schema.ts` says what they must hold, and its specification validates them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Persona } from '../../personas/index.js';
import { coverageOf, wordsOf } from '../question/phrases.js';
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

/**
 * What alternatives gain and cost, by the entry whose signs cover most of each; undefined where none does. No two of them
 * get the same entry: what is true of both tells nothing apart.
 */
export function tradesOf(alternatives: readonly string[]): (Trade | undefined)[] {
  const fits = alternatives.flatMap((alternative, at) => {
    const words = wordsOf(alternative);
    return TRADES.map((trade) => ({ at, trade, coverage: coverageOf(words, trade.signs) })).filter(
      ({ coverage }) => coverage > 0,
    );
  });
  const taken = new Set<Trade>();
  const chosen: (Trade | undefined)[] = alternatives.map(() => undefined);
  for (const { at, trade } of fits.toSorted((a, b) => b.coverage - a.coverage)) {
    if (chosen[at] !== undefined || taken.has(trade)) continue;
    chosen[at] = trade;
    taken.add(trade);
  }
  return chosen;
}
