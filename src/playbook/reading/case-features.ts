import { addFeatures, type FeatureList, hashText, loadLexicon, type Token } from '../../text/index.js';
import { loadMeanings } from './word-meanings.js';

const PAIR_SEED = 0x70616972;

/**
 * Features by which a situation is recognized: stems, first letters, synonyms and meanings of each word, and pairs of
 * neighbouring content words.
 */
export function addCaseFeatures(tokens: readonly Token[], into: FeatureList): void {
  const lexicon = loadLexicon();
  const meanings = loadMeanings();
  addFeatures(tokens, 0, tokens.length, lexicon, into);
  let before: number | undefined;
  for (const [at, token] of tokens.entries()) {
    if (token.code) continue;
    const entry = lexicon.entryOf(token.word);
    const stem = entry.features[0] ?? 0;
    meanings.addFeatures(stem, at, into);
    if (entry.isFunctionWord) continue;
    if (before !== undefined) into.add(hashText(`${before}/${stem}`, PAIR_SEED), at);
    before = stem;
  }
}
