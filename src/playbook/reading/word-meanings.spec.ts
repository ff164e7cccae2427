import { describe, expect, it } from '@jest/globals';

import { FeatureList, stemFeature } from '../../text/index.js';
import { stem } from '../../text/stem.js';
import { loadMeanings, WordMeanings } from './word-meanings.js';

function meaningsOf(word: string, meanings = loadMeanings()): number[] {
  const list = new FeatureList();
  meanings.addFeatures(stemFeature(stem(word)), 0, list);
  return Array.from({ length: list.length }, (_, at) => list.hashAt(at));
}

describe('WordMeanings', () => {
  it('gives a stem each of its meanings, and an unknown one none', () => {
    const meanings = new WordMeanings({ dismiss: `${stem('fire')} sack`, danger: stem('fire') });
    expect(meaningsOf('fire', meanings)).toHaveLength(2);
    expect(meaningsOf('sack', meanings)).toEqual(meaningsOf('fire', meanings).slice(0, 1));
    expect(meaningsOf('boat', meanings)).toEqual([]);
  });

  it('says the same of a word in four languages', () => {
    const [resign] = meaningsOf('quit');
    for (const word of ['resigned', 'renuncia', 'demission', 'kundigung']) expect(meaningsOf(word)).toContain(resign);
  });
});
