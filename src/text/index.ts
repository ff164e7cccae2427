export { addFeatures, FeatureList, wholeTextFeature } from './features.js';
export { foldText, type FoldedText } from './fold.js';
export { hashText } from './hash.js';
export { Lexicon, loadLexicon, openingFeature, type LexicalEntry } from './lexicon.js';
export { LinearModel, RARITY_STEP, type LinearModelData } from './linear-model.js';
export { questionSignature } from './question-signature.js';
export { stem } from './stem.js';
export { tokenize, type Token } from './tokens.js';
export { givesInstructions } from './service-instruction.js';
