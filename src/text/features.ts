import { hashText } from './hash.js';
import type { Lexicon } from './lexicon.js';
import type { Token } from './tokens.js';

/** Capacity retained between texts; a larger one is released. */
const MAX_RETAINED = 65_536;
const INITIAL_CAPACITY = 1024;

/**
 * Hashed features of a text, in columns: the hash, and the word that has it.
 *
 * Reused between texts: a new list per text would be most of the garbage of a detection.
 */
export class FeatureList {
  private used = 0;
  private hashes = new Uint32Array(INITIAL_CAPACITY);
  private words = new Int32Array(INITIAL_CAPACITY);

  get length(): number {
    return this.used;
  }

  hashAt(at: number): number {
    return this.hashes[at] ?? 0;
  }

  /** Index of the word that has the feature; -1 for a feature of the whole text. */
  wordAt(at: number): number {
    return this.words[at] ?? -1;
  }

  add(hash: number, word: number): void {
    if (this.used === this.hashes.length) this.resize(this.used * 2);
    this.hashes[this.used] = hash;
    this.words[this.used] = word;
    this.used += 1;
  }

  clear(): void {
    this.used = 0;
    if (this.hashes.length > MAX_RETAINED) this.resize(INITIAL_CAPACITY);
  }

  private resize(capacity: number): void {
    const hashes = new Uint32Array(capacity);
    const words = new Int32Array(capacity);
    hashes.set(this.hashes.subarray(0, this.used));
    words.set(this.words.subarray(0, this.used));
    this.hashes = hashes;
    this.words = words;
  }
}

/** Hash of a feature of the text as a whole, e.g. that it contains code. */
export function wholeTextFeature(name: string): number {
  return hashText(name, 0x74657874);
}

/**
 * Adds the features of `tokens[from..to)`: each word's stem, its first letters and its groups of synonyms.
 *
 * No word pairs: on a few thousand training examples they lower accuracy.
 *
 * @remarks Linear: a bounded number of features per word.
 */
export function addFeatures(
  tokens: readonly Token[],
  from: number,
  to: number,
  lexicon: Lexicon,
  into: FeatureList,
): void {
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.code) continue;
    const entry = lexicon.entryOf(token.word);
    for (let i = 0; i < entry.features.length; i += 1) into.add(entry.features[i] ?? 0, at);
  }
}
