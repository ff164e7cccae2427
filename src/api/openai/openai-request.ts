import type { IncomingHttpHeaders } from 'node:http';

import { InputInvalidError } from '../../answers/index.js';
import { idPattern } from '../../core/index.js';
import { HeaderInvalidError } from '../../http/index.js';

import type { BackgroundTask } from './background-task.js';
import type { Dialogue } from './dialogue.js';
import type { ChosenModel } from './models.js';

/** What a client can show besides the answer. */
export interface Wishes {
  /** The stages of the work, as they begin. */
  readonly progress: boolean;
  /** The receipt below the answer. */
  readonly footer: boolean;
  /** Events of Open WebUI. */
  readonly webUi: boolean;
  /** How long to wait, after the deadline of the class, for what was late; milliseconds. */
  readonly waitMs: number;
}

/** The conversation that a request names, and where in it the request goes on. */
export interface NamedConversation {
  readonly id: string;
  /** Id of the answer after which it goes on; undefined for the latest. */
  readonly after: string | undefined;
}

/** A request in one of OpenAI's protocols, as far as it matters here. */
export interface OpenAiRequest {
  readonly model: ChosenModel;
  readonly dialogue: Dialogue;
  /** Undefined for a question. */
  readonly task: BackgroundTask | undefined;
  readonly isStreamed: boolean;
  readonly wishes: Wishes;
  /** Undefined where its messages tell what was said before. */
  readonly conversation: NamedConversation | undefined;
  /** Whether it may be stored. */
  readonly isStored: boolean;
}

/** Longest a client may wait for the rest of a partial answer, seconds. */
const MAX_WAIT_SECONDS = 60;
/** Longest mark of a person or a chat that counts. */
const MAX_MARK_LENGTH = 200;

/** What the headers of a request ask for. @throws {HeaderInvalidError} `HEADER_INVALID` */
export function wishesIn(headers: IncomingHttpHeaders): Wishes {
  return {
    progress: valueOf(headers, 'director-progress') !== 'none',
    footer: valueOf(headers, 'director-receipt') === 'footer',
    webUi: Object.keys(headers).some((name) => name.startsWith('x-openwebui-')),
    waitMs: waitIn(headers),
  };
}

function waitIn(headers: IncomingHttpHeaders): number {
  const seconds = valueOf(headers, 'director-wait');
  if (seconds === undefined || seconds === '') return 0;
  const wait = /^\d{1,2}$/.test(seconds) ? Number(seconds) : Number.NaN;
  if (wait <= MAX_WAIT_SECONDS) return wait * 1_000;
  throw new HeaderInvalidError('Director-Wait', `expected 0 to ${MAX_WAIT_SECONDS} seconds`, seconds);
}

/** @throws {HeaderInvalidError} `HEADER_INVALID` */
export function conversationIn(headers: IncomingHttpHeaders): NamedConversation | undefined {
  const id = headers['director-conversation'];
  if (id === undefined || id === '') return undefined;
  if (typeof id === 'string' && idPattern('cnv').test(id)) return { id, after: undefined };
  throw new HeaderInvalidError('Director-Conversation', 'expected the id of a conversation, "cnv_…"', String(id));
}

/** What tells apart the people and chats behind one key. */
export function marksIn(headers: IncomingHttpHeaders): string[] {
  return ['x-openwebui-user-id', 'x-openwebui-chat-id', 'x-conversation-id'].map((name) =>
    String(headers[name] ?? '').slice(0, MAX_MARK_LENGTH),
  );
}

/** @throws {InputInvalidError} `INPUT_INVALID`, if no user says anything. */
export function requireQuestion({ question }: Dialogue, field: string): void {
  if (question !== '') return;
  throw new InputInvalidError([{ field, expected: 'expected a message of a user with words in it', found: 'none' }]);
}

function valueOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  return headers[name]?.toString().trim().toLowerCase();
}
