export { AuditTrail, type AuditVerdict } from './audit-trail.js';
export {
  auditEventSchema,
  auditRecordSchema,
  auditedAnswerSchema,
  type AuditedAnswer,
  type AuditEvent,
  type AuditRecord,
} from './audit-event.js';
export { conversationSchema, type Conversation } from './conversation.js';
export { ConversationStore, NO_HISTORY, type History } from './conversation-store.js';
export { ConversationNotFoundError } from './conversations.errors.js';
export { ConversationsModule } from './conversations.module.js';
export type { KeptAnswer } from './journal-entry.js';
export { entryRefused, Journal } from './journal.js';
export { CursorInvalidError, pageSchema, type Page } from './page.js';
export { goesOn, referenceOf, type Reference } from './reference.js';
export { conversationSummarySchema, type ConversationSummary } from './summary.js';
export { Retention } from './retention.js';
export { turnSchema, type NewTurn, type Turn } from './turn.js';
