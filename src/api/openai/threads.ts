import { hash } from 'node:crypto';

import * as z from 'zod';

import type { Answer, EarlierQuestion } from '../../answers/index.js';
import type { TieredCache } from '../../cache/index.js';
import { idPattern, type Caller } from '../../core/index.js';

const turnSchema = z.strictObject({
  answerId: z.string(),
  lead: z.string().nullable(),
  frameworks: z.array(z.string()),
});

/** What is known of a conversation that a client keeps. */
export const threadSchema = z.strictObject({
  conversationId: z.string().regex(idPattern('cnv')),
  /** What came of its latest questions, oldest first. */
  turns: z.array(turnSchema),
});
export type Thread = z.infer<typeof threadSchema>;

/** Whose conversation it is. */
export interface ThreadOwner {
  readonly caller: Caller;
  /** What the client says about the person and the chat, so that those of one key are told apart. */
  readonly marks: readonly string[];
}

/** A conversation is known by its latest questions, because clients drop the oldest when it grows long. */
const KNOWN_BY = 4;
const MAX_TURNS = 12;
/** How long a conversation may rest and be continued, milliseconds. */
const TTL_MS = 86_400_000;

/**
 * Which conversation a client goes on with: OpenAI's protocol names none, so it is recognized by what was asked before.
 *
 * A thread that is not known any more costs nothing but its place: the question is answered from the messages, and
 * recorded as a new conversation.
 */
export class Threads {
  constructor(private readonly cache: TieredCache<Thread>) {}

  /** The thread in which `asked` were the questions so far; undefined for one that is not known. */
  async find(owner: ThreadOwner, asked: readonly string[]): Promise<Thread | undefined> {
    return asked.length === 0 ? undefined : this.cache.find(keyOf(owner, asked));
  }

  /** Remembers what came of the last of `asked`. */
  async note(owner: ThreadOwner, asked: readonly string[], answer: Answer, before: Thread | undefined): Promise<void> {
    const { conversationId, id: answerId, receipt } = answer;
    const lead = receipt.personas.find(({ role }) => role === 'lead')?.id ?? null;
    const turn = { answerId, lead, frameworks: receipt.frameworks.map(({ id }) => id) };
    const turns = [...(before?.turns ?? []), turn].slice(-MAX_TURNS);
    const tags = [`tenant:${owner.caller.tenant}`, `conversation:${conversationId}`];
    await this.cache.set(keyOf(owner, asked), { conversationId, turns }, { ttlMs: TTL_MS, tags }, this.cache.position);
  }
}

/** Earlier questions with what is known to have come of them. */
export function withAnswers(earlier: readonly string[], thread: Thread | undefined): EarlierQuestion[] {
  const offset = (thread?.turns.length ?? 0) - earlier.length;
  return earlier.map((question, at) => ({ question, answered: thread?.turns[at + offset] }));
}

function keyOf({ caller: { tenant, subject }, marks }: ThreadOwner, asked: readonly string[]): string {
  const digest = hash('sha256', JSON.stringify([subject, marks, asked.slice(-KNOWN_BY)]), 'base64url');
  return `${tenant}/${digest}`;
}
