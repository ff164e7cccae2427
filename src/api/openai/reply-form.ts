import type { IncomingHttpHeaders } from 'node:http';

import type { Answer } from '../../answers/index.js';
import type { OpenAiError } from '../protocol/openai-error.js';

import type { DataStream } from './data-stream.js';
import type { OpenAiRequest } from './openai-request.js';

/** What an answer is known by from the moment that its question is accepted. */
export interface AnswerIdentity {
  readonly answerId: string;
  readonly conversationId: string;
}

/** What every reply of one moment says. */
export interface ReplyFacts {
  /** Seconds since the epoch. */
  readonly created: number;
  /** Changes with the version of the service and of its library. */
  readonly fingerprint: string;
  /** Of an answer; undefined for a text that is none. */
  readonly identity: AnswerIdentity | undefined;
}

/** Writes one streamed reply. */
export interface ReplyWriter {
  /** Tells what is being done, in one line. */
  progress(line: string): void;
  /** The answer, which ends the reply. */
  answer(answer: Answer): void;
  /** A text that is no answer, which ends the reply. */
  text(text: string): void;
  /** Ends the reply with an error. */
  fail(error: OpenAiError): void;
}

/** One of OpenAI's protocols: how a question is read in it, and how an answer is written. */
export interface ReplyForm<Request extends OpenAiRequest> {
  /** @throws {AppError} if it cannot be read. */
  read(body: unknown, headers: IncomingHttpHeaders): Request;
  /** A whole reply. @param content An answer, or a text that is none. */
  whole(request: Request, content: Answer | string, facts: ReplyFacts): object;
  writer(request: Request, facts: ReplyFacts, stream: DataStream): ReplyWriter;
}
