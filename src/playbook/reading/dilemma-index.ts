import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FeatureIndex, hashText, type Token } from '../../text/index.js';

/** The words of narrow questions, compiled by `npm run dilemmas:compile` from their files. */
export interface DilemmaIndexData {
  /** `area/id`. */
  readonly ids: readonly string[];
  /** For each its number of groups. */
  readonly groups: readonly number[];
  /** Hashes of words and phrases, little-endian 32-bit unsigned, base64. */
  readonly phrases: string;
  /** For each phrase the number of its entries, little-endian 16-bit unsigned, base64. */
  readonly counts: string;
  /** Dilemma times {@link MAX_GROUPS} plus group, phrase by phrase, little-endian 16-bit unsigned, base64. */
  readonly entries: string;
}

export const MAX_GROUPS = 4;
/** Letters of a word that count within a phrase. */
const LETTERS_IN_PHRASE = 5;
const MAX_PHRASE_WORDS = 5;
/** Words within which the groups of a question are met: across a long text, words meet by chance. */
const PASSAGE = 24;
const PASSAGE_STEP = 12;
const MIN_PREFIX = 2;
const MAX_PREFIX = 16;
/** A phrase says more than a word. */
const PHRASE_FACTOR = 1.3;
const [WORD, PREFIX, PHRASE] = [0x776f7264, 0x70726566, 0x70687261] as const;
/** A narrow question that a text may ask. */
export interface DilemmaScore {
  readonly id: string;
  /** How rare the words are by which its groups are met, the mean over the groups; about 4 to 8. */
  readonly rarity: number;
}

/** The hash under which a word or phrase of a group is found; `*` at the end of a word stands for any ending. */
export function hashOfPhrase(phrase: string, words: readonly string[]): number {
  const [only = ''] = words;
  if (words.length > 1) return hashText(words.map(shortened).join(' '), PHRASE);
  return hashText(only, phrase.trim().endsWith('*') ? PREFIX : WORD);
}

const shortened = (word: string): string => word.slice(0, LETTERS_IN_PHRASE);

/**
 * Finds narrow questions by their words: a text asks one if it says a word or phrase of each of its groups.
 *
 * @remarks Linear in the words; one text at a time.
 */
export class DilemmaIndex {
  /** `area/id` of each. */
  readonly ids: readonly string[];
  private readonly groups: readonly number[];
  private readonly index: FeatureIndex;
  /** Index of the first entry of each phrase; one more than there are phrases. */
  private readonly starts: Uint32Array;
  private readonly entries: Uint16Array;
  /** For each group of each dilemma the rarity of the rarest word found. */
  private readonly found: Float32Array;
  private touched: number[] = [];

  constructor({ counts, entries, groups, ids, phrases }: DilemmaIndexData = loadIndex()) {
    this.ids = ids;
    this.groups = groups;
    this.index = new FeatureIndex(phrases);
    this.entries = shortsOf(entries);
    this.starts = new Uint32Array(this.index.count + 1);
    for (const [row, count] of shortsOf(counts).entries()) this.starts[row + 1] = (this.starts[row] ?? 0) + count;
    this.found = new Float32Array(ids.length * MAX_GROUPS);
  }

  /** The questions of which each group is met within a passage, that with the rarest words first. */
  find(tokens: readonly Token[]): readonly DilemmaScore[] {
    const rarest = new Map<string, number>();
    for (let from = 0; from === 0 || from + PASSAGE_STEP < tokens.length; from += PASSAGE_STEP) {
      for (const [id, rarity] of this.#foundIn(tokens.slice(from, from + PASSAGE)))
        rarest.set(id, Math.max(rarity, rarest.get(id) ?? 0));
    }
    return [...rarest].map(([id, rarity]) => ({ id, rarity })).toSorted((one, other) => other.rarity - one.rarity);
  }

  /** The mean rarity of the words by which each group of a question is met. */
  #foundIn(passage: readonly Token[]): [id: string, rarity: number][] {
    for (const [at, { word }] of passage.entries()) {
      this.#see(hashText(word, WORD), 1);
      for (let length = MIN_PREFIX; length <= Math.min(MAX_PREFIX, word.length); length += 1)
        this.#see(hashText(word.slice(0, length), PREFIX), 1);
      let phrase = shortened(word);
      for (let words = 2; words <= MAX_PHRASE_WORDS && at + words <= passage.length; words += 1) {
        phrase += ` ${shortened(passage[at + words - 1]?.word ?? '')}`;
        this.#see(hashText(phrase, PHRASE), PHRASE_FACTOR);
      }
    }
    const met: [string, number][] = [];
    for (const dilemma of new Set(this.touched.map((entry) => Math.floor(entry / MAX_GROUPS)))) {
      const groups = this.groups[dilemma] ?? 0;
      const rarities = [...this.found.subarray(dilemma * MAX_GROUPS, dilemma * MAX_GROUPS + groups)];
      if (rarities.every((rarity) => rarity > 0))
        met.push([this.ids[dilemma] ?? '', rarities.reduce((sum, one) => sum + one, 0) / groups]);
    }
    for (const entry of this.touched) this.found[entry] = 0;
    this.touched = [];
    return met;
  }

  #see(hash: number, factor: number): void {
    const row = this.index.rowOf(hash);
    if (row < 0) return;
    const [from, to] = [this.starts[row] ?? 0, this.starts[row + 1] ?? 0];
    const rarity = Math.log(1 + this.ids.length / (to - from)) * factor;
    for (let at = from; at < to; at += 1) {
      const entry = this.entries[at] ?? 0;
      const before = this.found[entry] ?? 0;
      if (before === 0) this.touched.push(entry);
      if (rarity > before) this.found[entry] = rarity;
    }
  }
}

function shortsOf(base64: string): Uint16Array {
  const bytes = Buffer.from(base64, 'base64');
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
}

function loadIndex(): DilemmaIndexData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'dilemma-index.json'), 'utf8')) as DilemmaIndexData;
}
