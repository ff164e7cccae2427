import * as z from 'zod';

import type { CacheRegistry } from '../../cache/index.js';
import { Deadline, type Caller, type Clock } from '../../core/index.js';
import {
  conversationSchema,
  turnSchema,
  type Conversation,
  type ConversationStore,
  type Page,
  type Turn,
} from '../../conversations/index.js';
import type { JobQueue } from '../../jobs/index.js';

import { answerSchema, type Answer } from '../messages/answer.js';
import type { Actor, AnswerRecorder } from './answer-recorder.js';

/** A turn with its answer. */
export const exportedTurnSchema = turnSchema.extend({
  answer: answerSchema.nullable().describe('Null when it is no longer kept.'),
});

/** A conversation with all its turns and answers, as far as they are stored. */
export const transcriptSchema = z.strictObject({
  conversation: conversationSchema,
  turns: z.array(exportedTurnSchema),
});
export type Transcript = z.infer<typeof transcriptSchema>;

export interface ConversationServiceParts {
  readonly caches: Pick<CacheRegistry, 'invalidate'>;
  readonly clock: Clock;
  readonly conversations: ConversationStore;
  readonly jobs: Pick<JobQueue, 'cancelByTag'>;
  readonly records: AnswerRecorder;
}

const PAGE = 100;
/** A longer conversation is exported up to here. */
const MAX_TURNS = 10_000;
const DELETE_MS = 5_000;

/** Conversations as their owners see them: listed, read, exported, deleted. */
export class ConversationService {
  constructor(private readonly parts: ConversationServiceParts) {}

  /** Conversations of a tenant, begun last first. @throws {CursorInvalidError} `CURSOR_INVALID` */
  list({ tenant }: Caller, limit: number, cursor?: string): Promise<Page<Conversation>> {
    return this.parts.conversations.list(tenant, limit, cursor);
  }

  /** @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`, also for one of another tenant. */
  get({ tenant }: Caller, id: string): Promise<Conversation> {
    return this.parts.conversations.get(tenant, id);
  }

  /** Turns, oldest first. @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND` */
  turns({ tenant }: Caller, id: string, limit: number, cursor?: string): Promise<Page<Turn>> {
    return this.parts.conversations.turns(tenant, id, limit, cursor);
  }

  /** All of a conversation. @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND` */
  async export({ caller, requestId }: Actor, id: string): Promise<Transcript> {
    const { conversations } = this.parts;
    const { tenant } = caller;
    const conversation = await conversations.get(tenant, id);
    const turns: Transcript['turns'][number][] = [];
    for (let cursor: string | undefined; turns.length < MAX_TURNS;) {
      const page = await conversations.turns(tenant, id, PAGE, cursor);
      const answers = await conversations.answers(tenant, [...new Set(page.items.map(({ answerId }) => answerId))]);
      const byId = new Map(answers.map((answer) => [answer.id, answer as Answer]));
      turns.push(...page.items.map((turn) => ({ ...turn, answer: byId.get(turn.answerId) ?? null })));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    this.parts.records.note({ caller, requestId }, 'conversation.exported', id);
    return { conversation, turns };
  }

  /**
   * Deletes a conversation for good, with its turns, its answers, their cache entries, and the jobs for it.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it could not be done; then nothing has been deleted.
   */
  async delete({ caller, requestId }: Actor, id: string): Promise<void> {
    const { caches, clock, conversations, jobs } = this.parts;
    using deadline = Deadline.after(clock, DELETE_MS);
    const answers = await conversations.delete(caller.tenant, id, deadline);
    const conversationTag = `conversation:${id}`;
    await caches.invalidate([conversationTag, ...answers.map((answer) => `answer:${answer}`)]);
    await jobs.cancelByTag(conversationTag);
    this.parts.records.note({ caller, requestId }, 'conversation.deleted', id);
  }
}

/** A transcript as a Markdown page. */
export function transcriptMarkdown({ conversation, turns }: Transcript): string {
  const parts = turns.map(({ at, question, lead, answer }) => {
    const author = lead === null ? '' : ` (${lead})`;
    const quoted = question
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    return `## ${new Date(at).toISOString()}${author}\n\n${quoted}\n\n${answer?.answer.markdown ?? '_The answer is no longer kept._'}\n`;
  });
  return [`# ${conversation.title.replaceAll(/[[\]<>#*_`\\]/g, String.raw`\$&`)}\n`, ...parts].join('\n');
}
