import type { ServerResponse } from 'node:http';

import type { AnswerEventLog } from '../../answers/index.js';

/** After how long a disconnected client reconnects, milliseconds. */
const RETRY_MS = 1_000;

export interface EventStreamOptions {
  /** Interval of the comments that hold the connection open, milliseconds. */
  readonly pingMs: number;
  /** Aborts when the service is about to close its connections. */
  readonly farewell: AbortSignal;
}

/**
 * The events of a log as a server-sent event stream, at the pace of its client: what the client has not received stays in
 * the log, which all of its readers share.
 *
 * Writes to the response directly: a piped Node stream would take 15 KB more for each open connection.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #unsubscribe: () => void;
  readonly #ping: NodeJS.Timeout;
  #isWritable = true;
  #isEnded = false;

  private constructor(
    private readonly response: ServerResponse,
    private readonly log: AnswerEventLog,
    private after: number,
    private readonly options: EventStreamOptions,
  ) {
    response.once('close', this.#close).on('drain', this.#resume);
    this.#unsubscribe = log.subscribe(this.#sendEvents);
    this.#ping = setInterval(() => this.#write(': ping\n\n'), options.pingMs).unref();
    options.farewell.addEventListener('abort', this.#sendClosing, { once: true });
  }

  /**
   * Replies with the events of `log`, and ends with it.
   *
   * @param headers Of the reply, besides those of a stream.
   * @param after   Id of the last event that the client has seen, 0 for none.
   */
  static send(
    response: ServerResponse,
    headers: Readonly<Record<string, number | string | string[] | undefined>>,
    log: AnswerEventLog,
    after: number,
    options: EventStreamOptions,
  ): void {
    const { socket } = response;
    // Events in the log already are sent in one packet with the headers.
    socket?.cork();
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Otherwise proxies such as nginx buffer the whole reply.
      'x-accel-buffering': 'no',
    });
    // Flushed apart, so that Node retains them as one string instead of eighty.
    response.flushHeaders();
    if (response.req.method === 'HEAD' || response.destroyed) response.end();
    else new EventStream(response, log, after, options).#begin();
    socket?.uncork();
  }

  #begin(): void {
    this.#write(`retry: ${RETRY_MS}\n\n`);
    this.#sendEvents();
    if (this.options.farewell.aborted) this.#sendClosing();
  }

  readonly #resume = (): void => {
    this.#isWritable = true;
    this.#sendEvents();
  };

  readonly #sendEvents = (): void => {
    while (this.#isWritable && !this.#isEnded) {
      const event = this.log.after(this.after);
      if (event === undefined) {
        if (this.log.isEnded) this.#end();
        return;
      }
      this.after = event.id;
      this.#write(`id: ${event.id}\nevent: ${event.type}\ndata: ${event.data}\n\n`);
    }
  };

  /** The service closes; the client reconnects to another replica and resumes after the last event it has received. */
  readonly #sendClosing = (): void => {
    if (!this.#isEnded) this.#end('event: closing\ndata: {"reason":"draining"}\n\n');
  };

  #write(text: string): void {
    if (this.#isWritable) this.#isWritable = this.response.write(text);
  }

  #end(last = ''): void {
    this.#close();
    this.response.end(last);
  }

  readonly #close = (): void => {
    this.#isEnded = true;
    this.options.farewell.removeEventListener('abort', this.#sendClosing);
    clearInterval(this.#ping);
    this.#unsubscribe();
  };
}
