import * as z from 'zod';

import type { CacheRegistry } from '../../cache/index.js';
import { Deadline, type Caller, type Clock } from '../../core/index.js';
import {
  conversationSchema,
  feedbackSchema,
  turnSchema,
  type Conversation,
  type ConversationStore,
  type FeedbackStore,
  type Page,
  type Turn,
} from '../../conversations/index.js';
import type { JobQueue } from '../../jobs/index.js';

import { answerSchema, type Answer } from '../messages/answer.js';
import type { Actor, AnswerRecorder } from './answer-recorder.js';

/** A turn with its answer. */
export const exportedTurnSchema = turnSchema.extend({
  answer: answerSchema.nullable().describe('Null when it is no longer kept.'),
  feedback: z.array(feedbackSchema).describe('What was said about the answer.'),
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
  readonly feedback: FeedbackStore;
  readonly jobs: Pick<JobQueue, 'cancelByTag'>;
  readonly records: AnswerRecorder;
}

const PAGE = 100;
/** A longer conversation is exported up to here. */
const MAX_TURNS = 10_000;
const WRITE_MS = 5_000;

/** Conversations as their owners see them: listed, read, renamed, exported, deleted. */
export class ConversationService {
  constructor(private readonly parts: ConversationServiceParts) {}

  /** Conversations of a tenant, begun last first. @throws {CursorInvalidError} `CURSOR_INVALID` */
  list({ tenant }: Caller, limit: number, cursor?: string, search?: string): Promise<Page<Conversation>> {
    return this.parts.conversations.list(tenant, limit, cursor, search);
  }

  /**
   * Gives a conversation another title.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`
   */
  async rename({ caller, requestId }: Actor, id: string, title: string): Promise<Conversation> {
    const { clock, conversations, records } = this.parts;
    using deadline = Deadline.after(clock, WRITE_MS);
    const renamed = await conversations.rename(caller.tenant, id, title, deadline);
    records.note({ caller, requestId }, 'conversation.renamed', id);
    return renamed;
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
    const transcript = await readTranscript(this.parts, caller.tenant, id);
    this.parts.records.note({ caller, requestId }, 'conversation.exported', id);
    return transcript;
  }

  /**
   * Deletes a conversation for good, with its turns, its answers, their cache entries, and the jobs for it.
   *
   * @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND`
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if it could not be done; then nothing has been deleted.
   */
  async delete({ caller, requestId }: Actor, id: string): Promise<void> {
    const { caches, clock, conversations, jobs } = this.parts;
    using deadline = Deadline.after(clock, WRITE_MS);
    const answers = await conversations.delete(caller.tenant, id, deadline);
    const conversationTag = `conversation:${id}`;
    await caches.invalidate([conversationTag, ...answers.map((answer) => `answer:${answer}`)]);
    await jobs.cancelByTag(conversationTag);
    this.parts.records.note({ caller, requestId }, 'conversation.deleted', id);
  }
}

/** All of a conversation, as far as it is stored. @throws {ConversationNotFoundError} `CONVERSATION_NOT_FOUND` */
export async function readTranscript(
  { conversations, feedback }: Pick<ConversationServiceParts, 'conversations' | 'feedback'>,
  tenant: string,
  id: string,
): Promise<Transcript> {
  const conversation = await conversations.get(tenant, id);
  const turns: Transcript['turns'][number][] = [];
  for (let cursor: string | undefined; turns.length < MAX_TURNS;) {
    const page = await conversations.turns(tenant, id, PAGE, cursor);
    const ids = [...new Set(page.items.map(({ answerId }) => answerId))];
    const answers = await conversations.answers(tenant, ids);
    const byId = new Map(answers.map((answer) => [answer.id, answer as Answer]));
    const said = Map.groupBy(await feedback.on(tenant, ids), ({ answerId }) => answerId);
    turns.push(
      ...page.items.map((turn) => ({
        ...turn,
        answer: byId.get(turn.answerId) ?? null,
        feedback: said.get(turn.answerId) ?? [],
      })),
    );
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  return { conversation, turns };
}

/** A transcript as a Markdown page. */
export function transcriptMarkdown({ conversation, turns }: Transcript): string {
  const parts = turns.map(({ at, question, lead, answer, feedback }) => {
    const author = lead === null ? '' : ` (${lead})`;
    const quoted = question
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    return `## ${new Date(at).toISOString()}${author}\n\n${quoted}\n\n${answer?.answer.markdown ?? '_The answer is no longer kept._'}\n${feedback.map(remarkOf).join('')}`;
  });
  return [`# ${conversation.title.replaceAll(/[[\]<>#*_`\\]/g, String.raw`\$&`)}\n`, ...parts].join('\n');
}

function remarkOf({ outcome, text, useful }: Transcript['turns'][number]['feedback'][number]): string {
  const verdict = [useful ? 'useful' : 'not useful', ...(outcome === null ? [] : [outcome.replace('-', ' ')])];
  const said = text === null ? '' : `: ${text.replaceAll(/\s+/g, ' ')}`;
  return `\n> Feedback, ${verdict.join(', ')}${said}\n`;
}
