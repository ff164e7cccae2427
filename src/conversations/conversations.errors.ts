import { AppError } from '../core/index.js';

/** No such conversation, as far as this caller may know. */
export class ConversationNotFoundError extends AppError {
  readonly code = 'CONVERSATION_NOT_FOUND';

  constructor(readonly conversationId: string) {
    super(`there is no conversation ${conversationId}`);
  }
}
