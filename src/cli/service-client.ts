import { readFileSync } from 'node:fs';

import * as z from 'zod';

import {
  answerSchema,
  planSchema,
  transcriptSchema,
  type Answer,
  type Plan,
  type Transcript,
} from '../answers/index.js';
import { clientKey } from '../config/index.js';
import { conversationSchema, pageSchema, type Conversation } from '../conversations/index.js';
import { AppError } from '../core/index.js';

import type { AnswerListener } from './answerer.js';
import { eventsOf } from './server-sent-events.js';
import { UsageError } from './usage.js';

/** For the service to respond, milliseconds: the longest deadline that a question can have, and some way. */
const TIMEOUT_MS = 65_000;
/** A reply beyond this is not read to its end. */
const MAX_REPLY_BYTES = 16_777_216;

const problemSchema = z.looseObject({ code: z.string(), detail: z.string() });
const deltaSchema = z.looseObject({ text: z.string() });

/** A running service did not do what it was asked; the message says why. */
export class ServiceRefusedError extends AppError {
  readonly code = 'SERVICE_REFUSED';
}

export interface ServiceOptions {
  readonly url: string;
  readonly 'key-file'?: string | undefined;
  readonly key?: string | undefined;
}

/** A running service, asked over REST. */
export class ServiceClient {
  readonly #base: URL;
  readonly #headers: Readonly<Record<string, string>>;

  /** @throws {UsageError} if the URL is none, or the file with the key cannot be read. */
  constructor({ url, key = keyFrom(undefined), ...options }: ServiceOptions) {
    const base = URL.parse(url);
    if (base === null || !/^https?:$/.test(base.protocol)) throw new UsageError('--url: expected an http or https URL');
    this.#base = base;
    const own = options['key-file'] === undefined ? key : keyFrom(options['key-file']);
    this.#headers = own === undefined ? {} : { authorization: `Bearer ${own}` };
  }

  get origin(): string {
    return this.#base.origin;
  }

  async ask(message: object): Promise<Answer> {
    return answerSchema.parse(await this.json('/v1/answers', message));
  }

  async plan(message: object): Promise<Plan> {
    return planSchema.parse(await this.json('/v1/plan', message));
  }

  /** The latest conversations. */
  async conversations(limit: number): Promise<readonly Conversation[]> {
    return pageSchema(conversationSchema).parse(await this.json(`/v1/conversations?limit=${limit}`)).items;
  }

  async transcript(id: string): Promise<Transcript> {
    return transcriptSchema.parse(await this.json(`/v1/conversations/${encodeURIComponent(id)}/export?format=json`));
  }

  /** Answers event by event. @returns the first answer that is whole by its deadline. */
  async stream(message: object, { onText, onEvent }: AnswerListener): Promise<Answer> {
    const response = await this.#send('/v1/answers', message, 'text/event-stream');
    if (response.body === null) throw new ServiceRefusedError(`${this.origin} sent nothing`);
    for await (const { event, data } of eventsOf(response.body)) {
      const value: unknown = JSON.parse(data);
      onEvent?.({ event, data: value });
      if (event === 'answer.delta') onText?.(deltaSchema.parse(value).text);
      if (event === 'answer.final' || event === 'answer.partial') return answerSchema.parse(value);
      if (event === 'error' && problemSchema.safeParse(value).success) throw refused(value, this.origin);
    }
    throw new ServiceRefusedError(`${this.origin} ended its reply before the answer`);
  }

  /** @throws {ServiceRefusedError} `SERVICE_REFUSED` */
  async json(path: string, body?: object): Promise<unknown> {
    const response = await this.#send(path, body, 'application/json');
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (text.length > MAX_REPLY_BYTES) throw new ServiceRefusedError(`${this.origin} sent too much`);
    }
    return JSON.parse(text);
  }

  async #send(path: string, body: object | undefined, accept: string): Promise<Response> {
    const response = await fetch(new URL(path, this.#base), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...this.#headers, accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((cause: unknown) => {
      throw new ServiceRefusedError(`${this.origin} does not answer`, { cause });
    });
    if (response.ok) return response;
    throw refused(await response.json().catch(() => undefined), this.origin, response.status);
  }
}

function refused(problem: unknown, origin: string, status?: number): ServiceRefusedError {
  const { success, data } = problemSchema.safeParse(problem);
  if (success) return new ServiceRefusedError(`${data.code}: ${data.detail}`);
  return new ServiceRefusedError(`${origin} refused${status === undefined ? '' : ` with status ${status}`}`);
}

function keyFrom(file: string | undefined): string | undefined {
  if (file === undefined) return clientKey();
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new UsageError('--key-file: expected a file that can be read', { cause });
  }
}
