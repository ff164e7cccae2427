/**
 * Turns, answers and summaries of conversations, and the audit trail; each visible to its own tenant only.
 *
 * Order of the sub-folders: `records/` (types), `audit/` (hash chain), `journal/` (writes), then the root.
 *
 * Algorithm: writes go through the {@link Journal}, reads merge the database with what the journal has not written yet.
 * The id of a conversation ends in digits derived from its tenant, so that a foreign id is rejected without a query.
 * Audit events of a tenant form a chain of hashes; {@link AuditTrail} verifies it.
 *
 * Concurrency: rows that several replicas write are locked in the order of their keys.
 *
 * Failure: while the database refuses them, entries wait in memory and in a file, and reads reject with
 * `STORE_UNAVAILABLE`; once the outbox is full, so do writes. An entry that is refused for what is in it is published as
 * `entryRefused` and set aside in a table of its own, from which {@link SetAsideEntries} writes it again.
 */
export {
  type AuditedAnswer,
  auditedAnswerSchema,
  type AuditEvent,
  auditEventSchema,
  type AuditRecord,
  auditRecordSchema,
} from './audit/audit-event.js';
export { AuditTrail, type AuditVerdict, type TimeRange } from './audit/audit-trail.js';
export { FeedbackStore } from './feedback-store.js';
export { ConversationStore, type History, NO_HISTORY } from './conversation-store.js';
export { type Conversation, conversationSchema } from './records/conversation.js';
export { ConversationNotFoundError } from './conversations.errors.js';
export { ConversationsModule } from './conversations.module.js';
export { answerJson } from './journal/answer-json.js';
export { entryRefused, Journal, journalBlocked } from './journal/journal.js';
export { SetAsideEntries } from './journal/set-aside.js';
export { CursorInvalidError, type Page, pageSchema } from './records/page.js';
export { RecentAnswers } from './recent-answers.js';
export {
  type AdviceGrounds,
  type Feedback,
  type FeedbackRequest,
  feedbackRequestSchema,
  feedbackSchema,
  type StoredFeedback,
} from './records/feedback.js';
export { type RecentAnswer, recentAnswerSchema } from './records/recent-answer.js';
export { retentionEnded } from './retention.js';
export { type Subject, SubjectData } from './subject-data.js';
export { isFollowUp, type Reference, resolveReference } from './reference.js';
export { conversationSummarySchema, EMPTY_SUMMARY, foldTurn, topicsIn } from './records/summary.js';
export { ANSWERED_ELSEWHERE, type NewTurn, type Turn, turnSchema } from './records/turn.js';
