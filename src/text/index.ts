/**
 * Text analysis shared by detection, routing, caching and the playbook.
 *
 * A text is folded (`foldText`: case, accents, look-alike letters, invisible characters), split into tokens with their
 * offsets (`tokenize`), reduced to stems (`stem`), expanded by a four-language lexicon into hashed features
 * (`addFeatures`), and scored by a sparse linear model with 8-bit weights (`LinearModel`). `normalizedQuestionKey` maps
 * equivalent wordings of a question to one cache key.
 *
 * `readSpeech` leaves out what a program has put between the words of people: cues, stamps, headers, log lines.
 *
 * Everything is synchronous, pure and linear in the length of the text; caches of folded characters and of words are
 * bounded. `FeatureList` and the score buffers are reused between calls, which is safe because no call yields to the
 * event loop. Any string is accepted; nothing throws except a damaged model file, at start.
 */
export { addFeatures, FeatureList, wholeTextFeature } from './features.js';
export { foldText } from './fold.js';
export { FeatureIndex } from './feature-index.js';
export { hashText } from './hash.js';
export { Lexicon, loadLexicon, openingFeature, stemFeature } from './lexicon.js';
export { LinearModel, type LinearModelData, RARITY_STEP } from './linear-model.js';
export { modelBytes, readModel } from './model-file.js';
export { normalizedQuestionKey } from './normalized-question-key.js';
export { givesInstructions } from './service-instruction.js';
export { remembering } from './remembering.js';
export { readSpeech, type Speech } from './speech.js';
export { SparseLinearModel, type SparseLinearModelData } from './sparse-linear-model.js';
export { stem, stemsOf, termsOf } from './stem.js';
export { type Token, tokenize } from './tokens.js';
