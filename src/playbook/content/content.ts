/**
 * The sentences of the playbook: JSON files beside this module, read once, when it is loaded.
 *
 * `situations/` has a file for each area, `speech.json` an entry for each persona, `trades.json` what alternatives gain and
 * cost, `phrases.json` connecting prose. Entries are in order of precedence: of equally fitting ones the first applies.
 * The files are only parsed here; `schema.ts` says what they must hold, and its specification validates them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Persona } from '../../personas/index.js';
import type { PersonaSpeech, Phrases, SituationData, TradeData } from './schema.js';

export type { ChallengeType, QuestionKind } from './schema.js';

/** Areas of situations, in order of precedence. */
const AREAS = ['organization', 'strategy', 'people', 'technology', 'market'] as const;

/** A situation that engineering leaders recognize, with advice from experience. */
export interface Situation extends Omit<SituationData, 'signs'> {
  readonly area: (typeof AREAS)[number];
  readonly signs: RegExp;
}

/** What experience says about an alternative that leaders put. */
export interface AlternativeTrade extends Omit<TradeData, 'pattern'> {
  readonly pattern: RegExp;
}

/** By id, in order of precedence. */
export const SITUATIONS: ReadonlyMap<string, Situation> = new Map(
  AREAS.flatMap((area) =>
    (read(`situations/${area}.json`) as SituationData[]).map((it) => [
      it.id,
      { ...it, area, signs: new RegExp(it.signs, 'gi') },
    ]),
  ),
);

export const PHRASES = read('phrases.json') as Phrases;

const SPEECH = read('speech.json') as Record<string, PersonaSpeech> & { diego: PersonaSpeech };

const TRADES = (read('trades.json') as TradeData[]).map((it): AlternativeTrade => ({
  ...it,
  pattern: new RegExp(it.pattern, 'i'),
}));

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
}

/** How the persona speaks; an unknown one borrows Diego's plain manner. */
export function speechOf(persona: Persona): PersonaSpeech {
  return SPEECH[persona.id] ?? SPEECH.diego;
}

/** What an alternative gains and costs; undefined when no pattern matches its words. */
export function tradeOf(alternative: string): AlternativeTrade | undefined {
  return TRADES.find(({ pattern }) => pattern.test(alternative));
}

/** Fills the slots of a sentence with the asker's words, or with the sentence's own fallback. */
export function fillSlots(sentence: string, slots: Readonly<Record<string, string | undefined>>): string {
  return sentence.replaceAll(
    /\{(\w+)\|([^{}]*)\}/g,
    (_match, name: string, fallback: string) => slots[name] ?? fallback,
  );
}
