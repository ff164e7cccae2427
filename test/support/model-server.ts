import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { stopLater } from './leftovers.js';

/** How a stub model behaves for one call. */
export type ModelBehavior =
  /** Streams its text, once `release` was called if `isHeld`, with `pieceMs` before each piece. */
  | { readonly kind: 'writes'; readonly text: string; readonly isHeld?: boolean; readonly pieceMs?: number }
  /** Takes the request and never says a word. */
  | { readonly kind: 'hangs' }
  /** An error status, with the body the real service sends. */
  | { readonly kind: 'refusesCall'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** Streams half of its text and drops the connection. */
  | { readonly kind: 'dies'; readonly text: string }
  /** Streams half of its text and goes silent. */
  | { readonly kind: 'stalls'; readonly text: string }
  /** Streams an `error` event in mid-stream, as the real service does when it is overloaded. */
  | { readonly kind: 'breaksOff'; readonly text: string }
  /** Streams an event that is not JSON. */
  | { readonly kind: 'garbles' }
  /** Ends with this stop reason of the protocol instead of the usual one. */
  | { readonly kind: 'stops'; readonly text: string; readonly reason: string }
  /** Streams text without end. */
  | { readonly kind: 'floods' }
  /** Streams this body, in a dialect of its own. */
  | { readonly kind: 'sends'; readonly body: string };

/** One call as the stub saw it. */
export interface SeenCall {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: ReturnType<typeof JSON.parse>;
  /** Whether the client closed the connection before the reply was over. */
  isAborted: boolean;
}

type Api = 'anthropic' | 'openai';

/**
 * A server on a real socket that speaks the streaming protocol of the Anthropic Messages API or of OpenAI's chat
 * completions, with the events and bodies the services themselves send.
 *
 * @see https://docs.anthropic.com/en/api/messages-streaming
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export class ModelServer {
  readonly calls: SeenCall[] = [];
  readonly #stopped: () => void;
  readonly #held = Promise.withResolvers<void>();
  #behave: (call: SeenCall, at: number) => ModelBehavior;

  private constructor(
    private readonly server: Server,
    behave: (call: SeenCall, at: number) => ModelBehavior,
  ) {
    this.#behave = behave;
    this.#stopped = stopLater(() => this.stop());
  }

  static async start(api: Api, behave: ModelBehavior | ((call: SeenCall, at: number) => ModelBehavior)) {
    const server = createServer();
    const stub = new ModelServer(server, typeof behave === 'function' ? behave : () => behave);
    server.on('request', (request, response) => void stub.#serve(api, request, response).catch(() => undefined));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Lets the calls that are held, and all later ones, be answered. */
  release(): void {
    this.#held.resolve();
  }

  /** Behaves so from the next call on. */
  behave(behavior: ModelBehavior): void {
    this.#behave = () => behavior;
  }

  async stop(): Promise<void> {
    this.#stopped();
    this.release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #serve(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call: SeenCall = {
      path: request.url ?? '',
      headers: request.headers,
      body: chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString()),
      isAborted: false,
    };
    this.calls.push(call);
    response.on('close', () => (call.isAborted = !response.writableFinished));
    const behavior = this.#behave(call, this.calls.length - 1);
    const speaker = api === 'anthropic' ? new AnthropicSpeaker(response) : new OpenAiSpeaker(response);
    await perform(behavior, speaker, response, this.#held.promise);
  }
}

/** Writes one protocol. */
interface Speaker {
  begin(): void;
  piece(text: string): void;
  error(): void;
  end(reason?: string): void;
  errorBody(status: number): object;
}

async function perform(
  behavior: ModelBehavior,
  speaker: Speaker,
  response: ServerResponse,
  released: Promise<void>,
): Promise<void> {
  if (behavior.kind === 'hangs') return;
  if (behavior.kind === 'refusesCall') {
    response.writeHead(behavior.status, { 'content-type': 'application/json', ...behavior.headers });
    response.end(JSON.stringify(speaker.errorBody(behavior.status)));
    return;
  }
  if (behavior.kind === 'sends') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(behavior.body);
    return;
  }
  if (behavior.kind === 'writes' && behavior.isHeld === true) await released;
  speaker.begin();
  if (behavior.kind === 'garbles') {
    response.end('event: content_block_delta\ndata: {"type": "content_bl\n\n');
    return;
  }
  if (behavior.kind === 'floods') {
    while (!response.destroyed) {
      speaker.piece('more and more words '.repeat(500));
      if (response.writableNeedDrain)
        await new Promise<void>((resolve) => {
          const goOn = () => {
            response.off('drain', goOn).off('close', goOn);
            resolve();
          };
          response.once('drain', goOn).once('close', goOn);
        });
    }
    return;
  }
  const pieces = behavior.text.match(/[^]{1,24}/g) ?? [];
  const isWhole = behavior.kind === 'writes' || behavior.kind === 'stops';
  for (const piece of isWhole ? pieces : pieces.slice(0, pieces.length / 2)) {
    if (behavior.kind === 'writes' && behavior.pieceMs !== undefined) await pause(behavior.pieceMs);
    speaker.piece(piece);
  }
  if (behavior.kind === 'stalls') return;
  if (behavior.kind === 'dies') {
    // What has been written must have left before the connection is cut.
    response.write(': \n\n', () => response.destroy());
    return;
  }
  if (behavior.kind === 'breaksOff') speaker.error();
  else speaker.end(behavior.kind === 'stops' ? behavior.reason : undefined);
}

class AnthropicSpeaker implements Speaker {
  #tokens = 0;

  constructor(private readonly response: ServerResponse) {}

  begin(): void {
    this.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_stub' });
    this.#event({
      type: 'message_start',
      message: {
        id: 'msg_stub',
        type: 'message',
        role: 'assistant',
        model: 'claude-stub',
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: 900, cache_creation_input_tokens: 0, cache_read_input_tokens: 1_500, output_tokens: 1 },
      },
    });
    this.#event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
    this.#event({ type: 'ping' });
  }

  piece(text: string): void {
    this.#tokens += 6;
    this.#event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  }

  error(): void {
    this.#event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    this.response.end();
  }

  end(reason = 'end_turn'): void {
    this.#event({ type: 'content_block_stop', index: 0 });
    this.#event({
      type: 'message_delta',
      delta: { stop_reason: reason, stop_sequence: null },
      usage: { output_tokens: this.#tokens },
    });
    this.#event({ type: 'message_stop' });
    this.response.end();
  }

  errorBody(status: number): object {
    const type = status === 429 ? 'rate_limit_error' : status === 529 ? 'overloaded_error' : 'api_error';
    return { type: 'error', error: { type, message: 'stub' }, request_id: 'req_stub' };
  }

  #event(data: { readonly type: string; readonly [field: string]: unknown }): void {
    this.response.write(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

class OpenAiSpeaker implements Speaker {
  #tokens = 0;

  constructor(private readonly response: ServerResponse) {}

  begin(): void {
    this.response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    this.#chunk([{ index: 0, delta: { role: 'assistant', content: '', refusal: null }, finish_reason: null }]);
  }

  piece(text: string): void {
    this.#tokens += 6;
    this.#chunk([{ index: 0, delta: { content: text }, finish_reason: null }]);
  }

  error(): void {
    this.#data({ error: { message: 'overloaded', type: 'server_error', param: null, code: 'rate_limit_exceeded' } });
    this.response.end();
  }

  end(reason = 'stop'): void {
    this.#chunk([{ index: 0, delta: {}, finish_reason: reason }]);
    this.#chunk([], {
      prompt_tokens: 2_400,
      completion_tokens: this.#tokens,
      total_tokens: 2_400 + this.#tokens,
      prompt_tokens_details: { cached_tokens: 1_500 },
    });
    this.response.end('data: [DONE]\n\n');
  }

  errorBody(status: number): object {
    return { error: { message: 'stub', type: status === 429 ? 'rate_limit_exceeded' : 'server_error', code: null } };
  }

  #chunk(choices: object[], usage: object | null = null): void {
    this.#data({ id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 1, model: 'gpt-stub', choices, usage });
  }

  #data(data: object): void {
    this.response.write(`data: ${JSON.stringify(data)}\n\n`);
  }
}
