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
    const hits = tokens.flatMap((_, at) => this.#hitsAt(at, tokens));
    const rarest = new Map<string, number>();
    for (let from = 0; from === 0 || from + PASSAGE_STEP < tokens.length; from += PASSAGE_STEP) {
      for (const [id, rarity] of this.#foundIn(hits, from, from + PASSAGE))
        rarest.set(id, Math.max(rarity, rarest.get(id) ?? 0));
    }
    return [...rarest].map(([id, rarity]) => ({ id, rarity })).toSorted((one, other) => other.rarity - one.rarity);
  }

  /** The words and phrases of groups that begin at a word. */
  #hitsAt(at: number, tokens: readonly Token[]): Hit[] {
    const hits: Hit[] = [];
    const see = (hash: number, words: number, factor: number) => {
      const row = this.index.rowOf(hash);
      if (row >= 0) hits.push({ at, end: at + words, row, rarity: this.#rarityOf(row) * factor });
    };
    const word = tokens[at]?.word ?? '';
    see(hashText(word, WORD), 1, 1);
    for (let length = MIN_PREFIX; length <= Math.min(MAX_PREFIX, word.length); length += 1)
      see(hashText(word.slice(0, length), PREFIX), 1, 1);
    let phrase = shortened(word);
    for (let words = 2; words <= MAX_PHRASE_WORDS && at + words <= tokens.length; words += 1) {
      phrase += ` ${shortened(tokens[at + words - 1]?.word ?? '')}`;
      see(hashText(phrase, PHRASE), words, PHRASE_FACTOR);
    }
    return hits;
  }

  /** The mean rarity of the words by which each group of a question is met between two words of the text. */
  #foundIn(hits: readonly Hit[], from: number, until: number): [id: string, rarity: number][] {
    const { entries, found, groups, ids, starts } = this;
    const touched: number[] = [];
    for (const { at, end, rarity, row } of hits) {
      if (at < from || end > until) continue;
      for (let place = starts[row] ?? 0; place < (starts[row + 1] ?? 0); place += 1) {
        const entry = entries[place] ?? 0;
        const before = found[entry] ?? 0;
        if (before === 0) touched.push(entry);
        if (rarity > before) found[entry] = rarity;
      }
    }
    const met: [string, number][] = [];
    for (const dilemma of new Set(touched.map((entry) => Math.floor(entry / MAX_GROUPS)))) {
      const count = groups[dilemma] ?? 0;
      let sum = 0;
      let isMet = true;
      for (let group = dilemma * MAX_GROUPS; group < dilemma * MAX_GROUPS + count; group += 1) {
        isMet &&= (found[group] ?? 0) > 0;
        sum += found[group] ?? 0;
      }
      if (isMet) met.push([ids[dilemma] ?? '', sum / count]);
    }
    for (const entry of touched) found[entry] = 0;
    return met;
  }

  #rarityOf(row: number): number {
    return Math.log(1 + this.ids.length / ((this.starts[row + 1] ?? 0) - (this.starts[row] ?? 0)));
  }
}

/** A word or phrase of a group within a text. */
interface Hit {
  /** The place of its first word, and of the word after its last. */
  readonly at: number;
  readonly end: number;
  readonly row: number;
  readonly rarity: number;
}

function shortsOf(base64: string): Uint16Array {
  const bytes = Buffer.from(base64, 'base64');
  return Uint16Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readUInt16LE(at * 2));
}

function loadIndex(): DilemmaIndexData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'dilemma-index.json'), 'utf8')) as DilemmaIndexData;
}
