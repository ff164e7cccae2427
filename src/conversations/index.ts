export { ConversationStore, type Turn } from './conversation-store.js';
export { ConversationNotFoundError } from './conversations.errors.js';
export { ConversationsModule } from './conversations.module.js';
