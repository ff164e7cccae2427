import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { FeatureIndex, type FeatureList, hashText, stemFeature } from '../../text/index.js';

const MEANING_SEED = 0x636f6e63;

/**
 * What words mean to a leader: “quit”, “renuncia” and “kündigen” are all resigning. Each of some ten thousand stems in
 * four languages has up to three of 800 meanings, so that a text is recognized by words that no example holds.
 */
export class WordMeanings {
  private readonly index: FeatureIndex;
  /** Index of the first meaning of each stem; one more than there are stems. */
  private readonly starts: Uint32Array;
  private readonly meanings: Uint32Array;

  /** @param stemsByMeaning For each meaning its stems, separated by spaces. */
  constructor(stemsByMeaning: Readonly<Record<string, string>>) {
    const byStem = new Map<number, number[]>();
    for (const [meaning, stems] of Object.entries(stemsByMeaning)) {
      for (const stem of stems.split(' ')) {
        const feature = stemFeature(stem);
        const known = byStem.get(feature);
        if (known === undefined) byStem.set(feature, [hashText(meaning, MEANING_SEED)]);
        else known.push(hashText(meaning, MEANING_SEED));
      }
    }
    this.index = new FeatureIndex(Buffer.from(Uint32Array.from(byStem.keys()).buffer).toString('base64'));
    this.starts = new Uint32Array(byStem.size + 1);
    for (const [row, meanings] of [...byStem.values()].entries())
      this.starts[row + 1] = (this.starts[row] ?? 0) + meanings.length;
    this.meanings = Uint32Array.from([...byStem.values()].flat());
  }

  /** Adds the features of the meanings of a word, by the feature of its stem. */
  addFeatures(stem: number, word: number, into: FeatureList): void {
    const row = this.index.rowOf(stem);
    if (row < 0) return;
    const end = this.starts[row + 1] ?? 0;
    for (let at = this.starts[row] ?? 0; at < end; at += 1) into.add(this.meanings[at] ?? 0, word);
  }
}

let shipped: WordMeanings | undefined;

/** The shipped meanings, read on first use. */
export function loadMeanings(): WordMeanings {
  shipped ??= new WordMeanings(
    JSON.parse(readFileSync(join(import.meta.dirname, 'word-meanings.json'), 'utf8')) as Record<string, string>,
  );
  return shipped;
}
