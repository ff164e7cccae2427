import { Agent, fetch as undiciFetch } from 'undici';

import { AppError, traceHeaders, wholeNumber } from '../../core/index.js';

import {
  backendNoticed,
  type ModelClient,
  type ModelClientOptions,
  type ModelPrompt,
  type ModelReply,
  type ModelUsage,
  type WritingListener,
} from './model-client.js';
import { ModelFailedError } from './model.errors.js';
import { complaintIn, modelFault, RefusedCall, refusedCallIn, requireWhole, streamFault } from './provider-fault.js';
import { fieldsOf, isRecord, replyEvents, type ReplyEvent } from './reply-events.js';
import { SpokenText } from './spoken-text.js';

/** A longer body of an error, or a longer list of models, is not read. */
const MAX_DOCUMENT_BYTES = 262_144;
const CONNECT_TIMEOUT_MS = 500;
/** Time-out between two pieces of a reply, milliseconds. */
const SILENCE_TIMEOUT_MS = 30_000;
/** A server is asked for its models at most this often, milliseconds. */
const LISTING_INTERVAL_MS = 60_000;
/** No call reads or writes more; a larger count is unknown. */
const MAX_TOKENS = 10_000_000;

// Node's own `fetch` does not accept a pool of this undici version.
const pooledFetch = undiciFetch as unknown as (
  input: string | URL | Request,
  init: Omit<RequestInit, 'dispatcher'> & { dispatcher: Agent },
) => Promise<Response>;

/** What a server refuses, learned from its refusals: a request leaves it out or says it in another way. */
export type Quirks = ReadonlySet<string>;

/** How a protocol is spoken. */
export interface Protocol {
  /** Paths below the base URL. */
  readonly callPath: string;
  readonly modelsPath: string;
  /** Base URL and model where none is configured. */
  readonly defaultUrl: string;
  readonly defaultModel: string;
  /** Quirks by the words in a refusal that show them. */
  readonly quirks: Readonly<Record<string, RegExp>>;
}

/** Settings that the SDKs of the providers share. */
export interface SdkOptions {
  readonly apiKey: string;
  readonly baseURL: string;
  readonly defaultHeaders: Readonly<Record<string, string | null>>;
  readonly fetch: typeof globalThis.fetch;
  readonly maxRetries: number;
  readonly logLevel: 'off';
}

/** What is used of an SDK: addresses, authentication, headers and the abort of a request; not its reader of replies. */
export interface Sdk {
  get(path: string, options: { readonly signal: AbortSignal }): RawResponse;
  post(path: string, options: { readonly signal: AbortSignal; readonly body: object }): RawResponse;
}

interface RawResponse {
  asResponse(): Promise<Response>;
}

/** Reads the events of one reply. */
export interface ReplyReader {
  /** @throws {ModelReplyInvalidError} `MODEL_REPLY_INVALID`, if the model refuses. */
  read(event: ReplyEvent, text: SpokenText, counts: TokenCounts): void;
  /** What the provider calls the end, if it has said so. */
  readonly end: string | undefined;
  /** Whether the reply is over; nothing more is read then. */
  readonly isClosed: boolean;
}

/** Names of models that write no text. */
const NO_WRITER = /embed|rerank|whisper|tts|speech|audio|moderation|dall-e|image|diffusion/i;
const MODEL_NAME = /^[\w.:@/+-]{1,120}$/;

/**
 * Base of the clients: a pool of connections, bounded replies, no redirects, and faults mapped to our errors.
 *
 * Servers speak dialects of their protocol. What a reply does not need is not required of it, and what a server refuses
 * is learned from its refusal and remembered as long as the client lives.
 */
export abstract class ProviderClient implements ModelClient {
  readonly #connections: Agent;
  readonly #sdk: Sdk;
  #quirks: Quirks = new Set();
  #model: string;
  #beginsThinking: boolean | undefined;
  #listedAt = -Infinity;

  constructor(
    protected readonly options: ModelClientOptions,
    private readonly protocol: Protocol,
    openSdk: (options: SdkOptions) => Sdk,
  ) {
    this.#model = options.model ?? protocol.defaultModel;
    this.#connections = new Agent({
      connections: options.capacity,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: SILENCE_TIMEOUT_MS,
      bodyTimeout: SILENCE_TIMEOUT_MS,
    });
    const url = new URL(options.url ?? protocol.defaultUrl);
    const authorization = authorizationIn(url);
    // `fetch` takes no URL with credentials.
    [url.username, url.password] = ['', ''];
    this.#sdk = openSdk({
      // The SDKs require a key, or search this machine for one.
      apiKey: options.apiKey ?? 'none',
      baseURL: url.href,
      defaultHeaders: {
        accept: 'text/event-stream, application/json',
        ...(options.apiKey === undefined ? { authorization } : {}),
      },
      fetch: this.#fetch,
      // `ManagerGroup` retries, within a budget and on other endpoints.
      maxRetries: 0,
      logLevel: 'off',
    });
  }

  async write(prompt: ModelPrompt, signal: AbortSignal, listener: WritingListener): Promise<ModelReply> {
    const text = new SpokenText(listener, this.#beginsThinking);
    try {
      const usage = await this.#read(await this.#call(prompt, signal), text, signal);
      const reply = { text: text.end(), usage };
      this.#beginsThinking ??= false;
      return reply;
    } catch (error) {
      const fault = modelFault(error);
      if (error instanceof RefusedCall && fault instanceof ModelFailedError && !fault.isTransient) {
        await this.#notice(error, signal);
      }
      throw fault;
    } finally {
      if (text.hasOrphan) this.#beginsThinking = true;
    }
  }

  close(): Promise<void> {
    return this.#connections.destroy();
  }

  /** The request to write for a prompt. */
  protected abstract request(prompt: ModelPrompt, model: string, quirks: Quirks): object;

  protected abstract reader(): ReplyReader;

  /** Calls until the server accepts the request, or refuses it for a reason that nothing can be learned from. */
  async #call(prompt: ModelPrompt, signal: AbortSignal): Promise<Response> {
    let quirks = this.#quirks;
    let model = this.#model;
    for (;;) {
      const body = { ...this.request(prompt, model, quirks), model, stream: true };
      let refusal: RefusedCall;
      try {
        const response = await this.#sdk.post(this.protocol.callPath, { body, signal }).asResponse();
        [this.#quirks, this.#model] = [quirks, model];
        return response;
      } catch (error) {
        const refused = refusedCallIn(error);
        if (refused === undefined) throw error;
        refusal = refused;
      }
      const quirk = this.#quirkBehind(refusal, quirks);
      const other = quirk === undefined ? await this.#otherModel(refusal, model, signal) : undefined;
      if (quirk === undefined && other === undefined) throw refusal;
      if (quirk !== undefined) quirks = new Set([...quirks, quirk]);
      if (other !== undefined) {
        this.#publish(`its server does not know the model ${model}; ${other} is used instead. ${this.#modelSetting}`);
        model = other;
      }
    }
  }

  /** Reads a reply to its end. */
  async #read(response: Response, text: SpokenText, signal: AbortSignal): Promise<ModelUsage> {
    const counts = new TokenCounts();
    const reader = this.reader();
    let isClosed = false;
    try {
      for await (const event of replyEvents(response.body ?? [])) {
        isClosed = event === 'done';
        if (event === 'done') break;
        if (isFault(event)) throw streamFault(event.data);
        reader.read(event, text, counts);
        if (reader.isClosed) break;
      }
    } catch (error) {
      // A connection that breaks after the end of the text takes nothing away.
      if (error instanceof AppError || signal.aborted || reader.end === undefined) throw error;
    }
    requireWhole(reader.end, isClosed || reader.isClosed);
    return counts.usage;
  }

  /** The first parameter that a refusal names, unless it is known already. */
  #quirkBehind({ body, status }: RefusedCall, known: Quirks): string | undefined {
    if (status !== 400 && status !== 422) return undefined;
    const complaint = complaintIn(body);
    return Object.entries(this.protocol.quirks)
      .map(([quirk, words]) => ({ quirk, at: complaint.search(words) }))
      .filter(({ quirk, at }) => at >= 0 && !known.has(quirk))
      .sort((a, b) => a.at - b.at)[0]?.quirk;
  }

  /** A model that the server lists, where none is configured and it does not know the usual one. */
  async #otherModel({ status }: RefusedCall, model: string, signal: AbortSignal): Promise<string | undefined> {
    const { model: configured, url } = this.options;
    const mayBeUnknown = status === 400 || status === 404 || status === 422 || status === 500;
    if (configured !== undefined || url === undefined || !mayBeUnknown) return undefined;
    const listed = await this.#listModels(signal);
    return listed.includes(model) ? undefined : (listed.find((name) => !NO_WRITER.test(name)) ?? listed[0]);
  }

  async #listModels(signal: AbortSignal): Promise<readonly string[]> {
    const now = this.options.clock.now();
    if (now - this.#listedAt < LISTING_INTERVAL_MS) return [];
    this.#listedAt = now;
    try {
      const response = await this.#sdk.get(this.protocol.modelsPath, { signal }).asResponse();
      const { data } = fieldsOf(await documentIn(response));
      if (!Array.isArray(data)) return [];
      const names = data.map((one) => fieldsOf(one)['id']);
      return names.filter((name): name is string => typeof name === 'string' && MODEL_NAME.test(name));
    } catch {
      return [];
    }
  }

  async #notice({ status }: RefusedCall, signal: AbortSignal): Promise<void> {
    if (status >= 300 && status < 400) {
      this.#publish(`its server redirects (status ${status}), which is not followed; set its URL to the final address`);
    } else if (status === 401 || status === 403) {
      this.#publish(`its server does not accept the key (status ${status})`);
    } else {
      const listed = this.options.model === undefined ? [] : await this.#listModels(signal);
      const isUnknown = listed.length > 0 && !listed.includes(this.#model);
      const cause = isUnknown
        ? `does not know the model ${this.#model} but, for example, ${listed.slice(0, 5).join(', ')}. ${this.#modelSetting}`
        : `refuses calls (status ${status}); check its URL and its model`;
      this.#publish(`its server ${cause}`);
    }
  }

  get #modelSetting(): string {
    return this.options.backend === 'openai' ? 'OPENAI_MODEL chooses one' : '`model` chooses one';
  }

  #publish(notice: string): void {
    backendNoticed.publish({ backend: this.options.backend, notice });
  }

  /** `fetch` for the SDK: pooled, traced, and the only place where a refusal is read, within bounds and whole. */
  readonly #fetch: typeof globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers);
    for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
    // A redirect would take the key and the question to another address.
    const response = await pooledFetch(input, {
      ...init,
      headers,
      redirect: 'manual',
      dispatcher: this.#connections,
    });
    if (response.ok) return response;
    throw new RefusedCall(response.status, response.headers, await documentIn(response));
  };
}

/** The tokens of a call, out of counts that a provider may send in parts, again, or wrongly. */
export class TokenCounts {
  #input = 0;
  #cached = 0;
  #output = 0;

  /**
   * Counts are cumulative: the largest is the latest. One that is no whole number from 0 is unknown.
   *
   * @param input Including what was cached.
   */
  report(input: unknown, cached: unknown, output: unknown): void {
    this.#input = Math.max(this.#input, wholeNumber(input, MAX_TOKENS) ?? 0);
    this.#cached = Math.max(this.#cached, wholeNumber(cached, MAX_TOKENS) ?? 0);
    this.#output = Math.max(this.#output, wholeNumber(output, MAX_TOKENS) ?? 0);
  }

  get usage(): ModelUsage {
    const cachedInputTokens = Math.min(this.#cached, this.#input);
    return { inputTokens: this.#input - cachedInputTokens, cachedInputTokens, outputTokens: this.#output };
  }
}

function isFault({ name, data: { error, type } }: ReplyEvent): boolean {
  return name === 'error' || type === 'error' || (isRecord(error) ? Object.keys(error).length > 0 : Boolean(error));
}

/** What the credentials of a URL are as a header; null without any. */
function authorizationIn({ username, password }: URL): string | null {
  if (username === '' && password === '') return null;
  const credentials = [username, password].map((part) => decodeURIComponent(part)).join(':');
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** The JSON of a short body; undefined if it is something else. */
async function documentIn(response: Response): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_DOCUMENT_BYTES) return undefined;
    }
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
