/**
 * Understands questions and answers them without a model; and the text around model-written parts.
 *
 * `reading/` finds the lane, the form, the situation and the thread of a conversation; `facts/` reads numbers and derives
 * what decides; `cases/` holds the library of situations and what the asker's facts choose in each; `sensitive/` overrides
 * all of that where people may be harmed; `drafting/` writes and sums up texts; `writing/` puts an answer together.
 * `content/` is data, JSON.
 *
 * Pure and synchronous: equal requests give equal bytes. The asker's words are quoted as plain text, so that they can start
 * no link, tag or emphasis. Bodies of cases are read from disk when first needed.
 */
export { actionSchema, type Brief, type BriefAction, briefSchema, contributionSchema } from './brief/brief.js';
export { speechOf } from './content/content.js';
export type { AuthoredBrief, AuthoredParts } from './brief/brief.js';
export { PlaybookEngine } from './engine.js';
export type { BriefRequest } from './writing/brief-request.js';
export { countWords } from './question/quotable-text.js';
export type { QuestionReading } from './reading/question-reading.js';
