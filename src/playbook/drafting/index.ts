export { isDraftRequest, isSummaryRequest } from './request/text-task.js';
export { isTextRequest } from './request/text-request.js';
export { reviseDraft } from './revise-draft.js';
export { writeSummary } from './summaries/summarise.js';
export type { Draft } from './purposes/composed-text.js';
export { writeDraft, type DraftInput } from './write-draft.js';
