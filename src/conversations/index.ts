export {
  type AuditedAnswer,
  auditedAnswerSchema,
  type AuditEvent,
  auditEventSchema,
  type AuditRecord,
  auditRecordSchema,
} from './audit/audit-event.js';
export { AuditTrail, type AuditVerdict } from './audit/audit-trail.js';
export { ConversationStore, type History, NO_HISTORY } from './conversation-store.js';
export { type Conversation, conversationSchema } from './conversation.js';
export { ConversationNotFoundError } from './conversations.errors.js';
export { ConversationsModule } from './conversations.module.js';
export type { StoredAnswer } from './journal/journal-entry.js';
export { entryRefused, Journal } from './journal/journal.js';
export { CursorInvalidError, type Page, pageSchema } from './page.js';
export { isFollowUp, type Reference, resolveReference } from './reference.js';
export { Retention } from './retention.js';
export { type ConversationSummary, conversationSummarySchema } from './summary.js';
export { type NewTurn, type Turn, turnSchema } from './turn.js';
