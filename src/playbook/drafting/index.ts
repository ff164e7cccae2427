export { isDraftRequest } from './draft-request.js';
export { reviseDraft } from './revise-draft.js';
export { writeSummary } from './summarise.js';
export { isSummaryRequest } from './summary-request.js';
export type { Draft } from './draft-document.js';
export { writeDraft, type DraftInput } from './write-draft.js';
