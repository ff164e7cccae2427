import { hashText, stem, tokenize, type Lexicon, type Token } from '../text/index.js';
import type { Framework } from './framework.js';

/** Content words of a symptom, at least; a shorter one is not indexed. */
const MIN_WORDS = 3;
/** Share of a symptom's content words that a span must contain. */
const MIN_COVERAGE = 0.6;
/** Length of a span, in words per word of the symptom. */
const SPAN_FACTOR = 3;
/** Confidence of full coverage; a fitted framework can reach more. */
const MAX_CONFIDENCE = 0.7;

interface Symptom {
  readonly framework: number;
  readonly words: ReadonlySet<number>;
}

/** A content word of a text: the hash of its stem, and its token. */
interface ContentWord {
  readonly word: number;
  readonly at: number;
}

/** A span of text that resembles a symptom. */
export interface SymptomMatch {
  readonly framework: number;
  readonly confidence: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Recognizes the situations of frameworks that are not in the fitted model: those a user has added.
 *
 * A symptom matches where most of its content words are close together, in any order.
 *
 * @remarks Few symptoms share enough words with a text to match anywhere in it. Counting finds those first, so that a
 * library of thousands costs little more than one of a few.
 */
export class SymptomIndex {
  readonly #symptoms: readonly Symptom[];
  /** For each word the symptoms that contain it. */
  readonly #postings: ReadonlyMap<number, Uint32Array>;
  /** For each symptom the number of its words that a text must contain. */
  readonly #needed: Uint8Array;
  /** For each symptom how many of these the current text still lacks. */
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
    this.#postings = new Map([...postings].map(([word, list]) => [word, Uint32Array.from(list)]));
    this.#needed = Uint8Array.from(this.#symptoms, minWordsOf);
    this.#lacking = new Uint8Array(this.#needed.length);
  }

  /** The best match of each framework; of equal ones, the first in the text. */
  find(tokens: readonly Token[]): SymptomMatch[] {
    if (this.#symptoms.length === 0) return [];
    const words = this.#contentWords(tokens);
    const best = new Map<number, SymptomMatch>();
    for (const symptom of this.#symptomsIn(new Set(words.map(({ word }) => word)))) {
      const match = closestMatch(symptom, words);
      if (match === undefined) continue;
      const other = best.get(match.framework);
      if (other === undefined || isBetter(match, other)) best.set(match.framework, match);
    }
    return [...best.values()];
  }

  /** The symptoms with enough of these words, at any distance. */
  #symptomsIn(words: ReadonlySet<number>): Symptom[] {
    const lacking = this.#lacking;
    lacking.set(this.#needed);
    const matching: number[] = [];
    for (const word of words) {
      const postings = this.#postings.get(word);
      if (postings === undefined) continue;
      // Tens of thousands of iterations per text: typed arrays only.
      for (let at = 0; at < postings.length; at++) {
        const i = postings[at] ?? 0;
        const lacks = (lacking[i] ?? 0) - 1;
        lacking[i] = lacks;
        // Once per symptom: below zero it wraps, and no symptom has 256 words.
        if (lacks === 0) matching.push(i);
      }
    }
    return matching.flatMap((i) => this.#symptoms[i] ?? []);
  }

  #vocabularyOf(tokens: readonly Token[]): ReadonlySet<number> {
    return new Set(this.#contentWords(tokens).map(({ word }) => word));
  }

  #contentWords(tokens: readonly Token[]): ContentWord[] {
    const words: ContentWord[] = [];
    for (const [at, token] of tokens.entries()) {
      if (token.code || this.lexicon.entryOf(token.word).isFunctionWord) continue;
      words.push({ word: hashText(stem(token.word)), at });
    }
    return words;
  }
}

function minWordsOf({ words }: Symptom): number {
  return Math.max(MIN_WORDS, Math.ceil(words.size * MIN_COVERAGE));
}

/** The span with most words of a symptom, if they are enough. */
function closestMatch(symptom: Symptom, words: readonly ContentWord[]): SymptomMatch | undefined {
  const reach = symptom.words.size * SPAN_FACTOR;
  const least = minWordsOf(symptom);
  let near: ContentWord[] = [];
  let best: SymptomMatch | undefined;
  for (const { word, at } of words) {
    if (!symptom.words.has(word)) continue;
    near = near.filter((it) => at - it.at < reach && it.word !== word);
    near.push({ word, at });
    const confidence = (near.length / symptom.words.size) * MAX_CONFIDENCE;
    if (near.length < least || confidence <= (best?.confidence ?? 0)) continue;
    best = { framework: symptom.framework, confidence, first: near[0]?.at ?? at, last: at };
  }
  return best;
}

function isBetter(one: SymptomMatch, other: SymptomMatch): boolean {
  return one.confidence > other.confidence || (one.confidence === other.confidence && one.last < other.last);
}
