import { hashText, stem, tokenize, type Lexicon, type Token } from '../text/index.js';
import type { Framework } from './framework.js';

/** Telling words a symptom must have to be matched at all. */
const FEWEST_WORDS = 3;
/** Share of a symptom's telling words that a stretch of text must hold. */
const LEAST_COVER = 0.6;
/** Words of the stretch, for each word of the symptom. */
const STRETCH = 3;
/** What full cover is worth as confidence; a fitted framework can reach more. */
const MOST_CONFIDENCE = 0.7;

interface Symptom {
  readonly framework: number;
  readonly words: ReadonlySet<number>;
}

/** A stretch of text that resembles a symptom. */
export interface SymptomMatch {
  readonly framework: number;
  readonly confidence: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Recognises the situations of frameworks that the fitted model has never seen: those a user has added.
 *
 * A symptom matches where most of its telling words stand close together, in any order.
 */
export class SymptomIndex {
  private readonly bySymptomWord = new Map<number, Symptom[]>();

  constructor(
    frameworks: readonly { readonly index: number; readonly framework: Framework }[],
    private readonly lexicon: Lexicon,
  ) {
    for (const { index, framework } of frameworks) {
      for (const text of framework.symptoms) {
        const symptom = { framework: index, words: new Set(this.tellingWords(tokenize(text)).map((it) => it.word)) };
        if (symptom.words.size < FEWEST_WORDS) continue;
        for (const word of symptom.words) {
          const list = this.bySymptomWord.get(word);
          if (list === undefined) this.bySymptomWord.set(word, [symptom]);
          else list.push(symptom);
        }
      }
    }
  }

  /** The best match of each framework. */
  find(tokens: readonly Token[]): SymptomMatch[] {
    if (this.bySymptomWord.size === 0) return [];
    const best = new Map<number, SymptomMatch>();
    const seen = new Map<Symptom, { readonly word: number; readonly at: number }[]>();
    for (const { word, at } of this.tellingWords(tokens)) {
      for (const symptom of this.bySymptomWord.get(word) ?? []) {
        const reach = symptom.words.size * STRETCH;
        const near = (seen.get(symptom) ?? []).filter((it) => at - it.at < reach && it.word !== word);
        near.push({ word, at });
        seen.set(symptom, near);
        const cover = near.length / symptom.words.size;
        if (near.length < FEWEST_WORDS || cover < LEAST_COVER) continue;
        const confidence = cover * MOST_CONFIDENCE;
        if (confidence <= (best.get(symptom.framework)?.confidence ?? 0)) continue;
        best.set(symptom.framework, { framework: symptom.framework, confidence, first: near[0]?.at ?? at, last: at });
      }
    }
    return [...best.values()];
  }

  private tellingWords(tokens: readonly Token[]): { word: number; at: number }[] {
    const words: { word: number; at: number }[] = [];
    for (const [at, token] of tokens.entries()) {
      if (token.code || this.lexicon.entryOf(token.word).isFunctionWord) continue;
      words.push({ word: hashText(stem(token.word)), at });
    }
    return words;
  }
}
