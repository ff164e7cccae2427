import { hashText, stem, tokenize, type Lexicon, type Token } from '../text/index.js';
import type { Framework } from './framework.js';

/** Telling words a symptom must have to be matched at all. */
const MIN_WORDS = 3;
/** Share of a symptom's telling words that a stretch of text must hold. */
const MIN_COVER = 0.6;
/** Words of the stretch, for each word of the symptom. */
const STRETCH = 3;
/** What full cover is worth as confidence; a fitted framework can reach more. */
const MAX_CONFIDENCE = 0.7;

interface Symptom {
  readonly framework: number;
  readonly words: ReadonlySet<number>;
}

/** A telling word of a text, by the hash of its stem, and the token it stands at. */
interface TellingWord {
  readonly word: number;
  readonly at: number;
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
 *
 * @remarks Few symptoms share enough words with a text to match anywhere in it. Those are found by counting, so that a
 * library of thousands costs little more than one of a few.
 */
export class SymptomIndex {
  readonly #symptoms: readonly Symptom[];
  /** Where in the symptoms a word occurs. */
  readonly #bySymptomWord: ReadonlyMap<number, Uint32Array>;
  /** How many of its words each symptom needs in a text to be looked at closely. */
  readonly #needed: Uint8Array;
  /** How many of these it lacks still in the text at hand. */
  readonly #lacking: Uint8Array;

  constructor(
    frameworks: readonly { readonly index: number; readonly framework: Framework }[],
    private readonly lexicon: Lexicon,
  ) {
    this.#symptoms = frameworks
      .flatMap(({ index, framework }) =>
        framework.symptoms.map((text) => ({ framework: index, words: this.#vocabularyOf(tokenize(text)) })),
      )
      .filter(({ words }) => words.size >= MIN_WORDS);
    const postings = new Map<number, number[]>();
    for (const [i, { words }] of this.#symptoms.entries()) {
      for (const word of words) {
        const list = postings.get(word);
        if (list === undefined) postings.set(word, [i]);
        else list.push(i);
      }
    }
    this.#bySymptomWord = new Map([...postings].map(([word, list]) => [word, Uint32Array.from(list)]));
    this.#needed = Uint8Array.from(this.#symptoms, fewestWordsOf);
    this.#lacking = new Uint8Array(this.#needed.length);
  }

  /** The best match of each framework; of equal ones, the first in the text. */
  find(tokens: readonly Token[]): SymptomMatch[] {
    if (this.#symptoms.length === 0) return [];
    const words = this.#tellingWords(tokens);
    const best = new Map<number, SymptomMatch>();
    for (const symptom of this.#symptomsIn(new Set(words.map(({ word }) => word)))) {
      const match = closestMatch(symptom, words);
      if (match === undefined) continue;
      const other = best.get(match.framework);
      if (other === undefined || isBetter(match, other)) best.set(match.framework, match);
    }
    return [...best.values()];
  }

  /** The symptoms with enough of these words, wherever they stand. */
  #symptomsIn(words: ReadonlySet<number>): Symptom[] {
    const lacking = this.#lacking;
    lacking.set(this.#needed);
    const matching: number[] = [];
    for (const word of words) {
      const postings = this.#bySymptomWord.get(word);
      if (postings === undefined) continue;
      // Tens of thousands of turns for one text: nothing but typed arrays here.
      for (let at = 0; at < postings.length; at++) {
        const i = postings[at] ?? 0;
        const lacks = (lacking[i] ?? 0) - 1;
        lacking[i] = lacks;
        // Once only: below zero it wraps, and no symptom has 256 words.
        if (lacks === 0) matching.push(i);
      }
    }
    return matching.flatMap((i) => this.#symptoms[i] ?? []);
  }

  #vocabularyOf(tokens: readonly Token[]): ReadonlySet<number> {
    return new Set(this.#tellingWords(tokens).map(({ word }) => word));
  }

  #tellingWords(tokens: readonly Token[]): TellingWord[] {
    const words: TellingWord[] = [];
    for (const [at, token] of tokens.entries()) {
      if (token.code || this.lexicon.entryOf(token.word).isFunctionWord) continue;
      words.push({ word: hashText(stem(token.word)), at });
    }
    return words;
  }
}

function fewestWordsOf({ words }: Symptom): number {
  return Math.max(MIN_WORDS, Math.ceil(words.size * MIN_COVER));
}

/** The stretch with most words of a symptom, if they are enough. */
function closestMatch(symptom: Symptom, words: readonly TellingWord[]): SymptomMatch | undefined {
  const reach = symptom.words.size * STRETCH;
  const fewest = fewestWordsOf(symptom);
  let near: TellingWord[] = [];
  let best: SymptomMatch | undefined;
  for (const { word, at } of words) {
    if (!symptom.words.has(word)) continue;
    near = near.filter((it) => at - it.at < reach && it.word !== word);
    near.push({ word, at });
    const confidence = (near.length / symptom.words.size) * MAX_CONFIDENCE;
    if (near.length < fewest || confidence <= (best?.confidence ?? 0)) continue;
    best = { framework: symptom.framework, confidence, first: near[0]?.at ?? at, last: at };
  }
  return best;
}

function isBetter(one: SymptomMatch, other: SymptomMatch): boolean {
  return one.confidence > other.confidence || (one.confidence === other.confidence && one.last < other.last);
}
