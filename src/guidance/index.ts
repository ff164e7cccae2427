export { AnswerEventLog, AnswerEventLogs, type AnswerEvent } from './answer-events.js';
export {
  answerSchema,
  continuationSchema,
  contributorSchema,
  plannedPersonaSchema,
  planSchema,
  receiptSchema,
  type Answer,
  type Plan,
  type Receipt,
} from './answer.js';
export { askSchema, detectSchema, LONGEST_TEXT, type Ask, type Detect } from './ask.js';
export { continuationEnded, Continuations } from './continuations.js';
export { AnswerNotFoundError, PersonaUnknownError } from './guidance.errors.js';
export { GuidanceModule, SharedAnswersModule } from './guidance.module.js';
export { Guidance } from './guidance.js';
export { Records, type Actor } from './records.js';
export {
  exportedTurnSchema,
  transcriptMarkdown,
  Transcripts,
  transcriptSchema,
  type Transcript,
} from './transcripts.js';
