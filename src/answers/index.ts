/**
 * The use case: a question in, an answer with a receipt out, before the deadline.
 *
 * {@link AnswerPipeline} is the one way of a question; its sub-folders are its steps, each importing only those before
 * it: `messages/` (what goes in and out), `reading/` (history, frameworks, routing), `writing/` (MCP servers, models and
 * playbook into one composition, the receipt), `recording/` (answers, turns, audit), `caching/` (which answers are
 * shared, and answers composed in advance), `continuing/` (late work and the events of an answer).
 *
 * Concurrency: questions are independent; equal ones share one computation, across replicas where there is Redis.
 * Failure: what a dependency did not deliver by the deadline is a degradation in the receipt; it continues in the
 * background and lands as version 2. Refusals and invalid input are `AppError`s that every endpoint reports alike.
 */
export { AnswerCacheInterceptor, setCacheHeaders } from './answer-cache.interceptor.js';
export { AnswerPipeline, type ReceivedAsk } from './answer-pipeline.js';
export { AnswersModule } from './answers.module.js';
export { AnswerCache, answerLookedUp } from './caching/answer-cache.js';
export type { CachedReply, Reply } from './caching/cached-reply.js';
export { Prefetcher, prefetchSettled, prefetchStateSchema } from './caching/prefetcher.js';
export { AnswerEventLog, AnswerEventLogs, type AnswerEvent } from './continuing/answer-events.js';
export { continuationEnded, Continuations } from './continuing/continuations.js';
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
} from './messages/answer.js';
export {
  AnswerNotFoundError,
  InputInvalidError,
  InputTooLongError,
  PersonaUnknownError,
  type FieldProblem,
} from './messages/answers.errors.js';
export { askSchema, detectSchema, MAX_TEXT_LENGTH, type Ask, type Detect } from './messages/ask.js';
export { cacheUseSchema, type CacheUse } from './messages/cache-use.js';
export { validate } from './messages/validation.js';
export type { EarlierQuestion } from './reading/brought-history.js';
export type { Question, QuestionOptions } from './reading/question.js';
export { AnswerRecorder, type Actor } from './recording/answer-recorder.js';
export { AnswerStore } from './recording/answer-store.js';
export { feedbackGiven, FeedbackService } from './recording/feedback-service.js';
export {
  ConversationService,
  exportedTurnSchema,
  readTranscript,
  transcriptMarkdown,
  transcriptSchema,
  type Transcript,
} from './recording/conversation-service.js';
