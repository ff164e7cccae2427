import { addFeatures, type FeatureList, hashText, type Lexicon, type Token } from '../../text/index.js';

const PAIR_SEED = 0x70616972;

/**
 * Features by which a situation is recognized: stems, first letters and synonyms of each word, and pairs of neighbouring
 * content words.
 */
export function addCaseFeatures(tokens: readonly Token[], lexicon: Lexicon, into: FeatureList): void {
  addFeatures(tokens, 0, tokens.length, lexicon, into);
  let before: number | undefined;
  for (const [at, token] of tokens.entries()) {
    const entry = lexicon.entryOf(token.word);
    if (entry.isFunctionWord || token.code) continue;
    const stem = entry.features[0] ?? 0;
    if (before !== undefined) into.add(hashText(`${before}/${stem}`, PAIR_SEED), at);
    before = stem;
  }
}
