/**
 * The engine that writes answers without a model, and the text around model-written parts.
 *
 * `PlaybookEngine.compose` parses the question once (`analyzeQuestion`: ask, facts, alternatives, kind, challenges),
 * selects a situation by its signs and the detected frameworks, and fills the lead's sections from the situation, the
 * passages of the framework library and the persona's speech. A draft above the word limit is repeated at a lower level
 * of detail, found by binary search. `content/` is data, JSON: situations, speech, trades, phrases; `question/` parses the question.
 *
 * Pure and synchronous: equal requests give equal bytes. The asker's words are quoted as plain text, so that they can start
 * no link, tag or emphasis. There is no failure mode: without frameworks, findings or a readable question the answer has
 * fewer sections.
 */
export { actionSchema, type Brief, type BriefAction, briefSchema, contributionSchema } from './brief.js';
export { speechOf } from './content/content.js';
export type { AuthoredBrief, AuthoredParts } from './brief.js';
export { PlaybookEngine } from './engine.js';
export type { BriefRequest } from './question-analysis.js';
export { countWords } from './question/quotable-text.js';
