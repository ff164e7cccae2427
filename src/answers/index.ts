export { type AnswerEvent, AnswerEventLog, AnswerEventLogs } from './answer-events.js';
export { type Actor, AnswerRecorder } from './answer-recorder.js';
export { AnswerNotFoundError, PersonaUnknownError } from './answers.errors.js';
export { AnswersModule, SharedAnswersModule } from './answers.module.js';
export { AnswerCacheInterceptor, setCacheHeaders } from './caching/answer-cache.interceptor.js';
export {
  ANSWER_CACHE_POLICY,
  AnswerCache,
  type AnswerCachePolicy,
  type AnswerLife,
  answerLookedUp,
  type Asker,
  type Served,
} from './caching/answer-cache.js';
export { Prefetcher, prefetchSettled, prefetchStateSchema } from './caching/prefetcher.js';
export { continuationEnded, Continuations } from './continuations.js';
export {
  exportedTurnSchema,
  type Transcript,
  transcriptMarkdown,
  ConversationService,
  transcriptSchema,
} from './conversation-service.js';
export { AnswerService } from './answer-service.js';
export {
  type Answer,
  answerSchema,
  continuationSchema,
  contributorSchema,
  type Plan,
  plannedPersonaSchema,
  planSchema,
  type Receipt,
  receiptSchema,
} from './messages/answer.js';
export { type Ask, askSchema, type Detect, detectSchema, MAX_TEXT_LENGTH } from './messages/ask.js';
export { type CacheUse, cacheUseSchema, computedHere } from './messages/cache-use.js';
