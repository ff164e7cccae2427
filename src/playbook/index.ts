export { actionSchema, type Brief, type BriefAction, briefSchema, contributionSchema } from './brief.js';
export { speechOf } from './content/speech.js';
export type { AuthoredBrief, AuthoredParts } from './authored.js';
export { PlaybookEngine } from './playbook-engine.js';
export type { BriefRequest } from './question-analysis.js';
export { countWords } from './quotable-text.js';
