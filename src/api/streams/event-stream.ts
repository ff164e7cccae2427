import type { ServerResponse } from 'node:http';

import type { AnswerEventLog } from '../../answers/index.js';

/** How soon a client that was cut off comes back, milliseconds. */
const RETRY_MS = 1_000;

export interface EventStreamOptions {
  /** Time between comments that keep the connection open. */
  readonly pingMs: number;
  /** Aborts when the service is about to close its connections. */
  readonly farewell: AbortSignal;
}

/**
 * The events of a log as a server-sent event stream, at the pace of its client: what it has not taken stays in the log,
 * which all of its readers share.
 *
 * It writes to the response itself. A stream of Node's, piped, would take 15 KB more for each that is open, most of it
 * for who else might listen to the one or the other.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #unsubscribe: () => void;
  readonly #ping: NodeJS.Timeout;
  #isWanted = true;
  #isOver = false;

  private constructor(
    private readonly response: ServerResponse,
    private readonly log: AnswerEventLog,
    private after: number,
    private readonly options: EventStreamOptions,
  ) {
    response.once('close', this.#close).on('drain', this.#resume);
    this.#unsubscribe = log.subscribe(this.#tell);
    this.#ping = setInterval(() => this.#write(': ping\n\n'), options.pingMs).unref();
    options.farewell.addEventListener('abort', this.#leave, { once: true });
  }

  /**
   * Answers a request with the events of `log`, and ends with it.
   *
   * @param headers What the reply says besides that it is a stream.
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
    // What is there already leaves with the headers.
    socket?.cork();
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies such as nginx would wait for the end.
      'x-accel-buffering': 'no',
    });
    // On their own, because only then Node keeps them as one string and not as the eighty it has put together.
    response.flushHeaders();
    if (response.req.method === 'HEAD' || response.destroyed) response.end();
    else new EventStream(response, log, after, options).#begin();
    socket?.uncork();
  }

  #begin(): void {
    this.#write(`retry: ${RETRY_MS}\n\n`);
    this.#tell();
    if (this.options.farewell.aborted) this.#leave();
  }

  readonly #resume = (): void => {
    this.#isWanted = true;
    this.#tell();
  };

  readonly #tell = (): void => {
    while (this.#isWanted && !this.#isOver) {
      const event = this.log.after(this.after);
      if (event === undefined) {
        if (this.log.isEnded) this.#end();
        return;
      }
      this.after = event.id;
      this.#write(`id: ${event.id}\nevent: ${event.type}\ndata: ${event.data}\n\n`);
    }
  };

  /** Says that the service goes; the client comes back to another replica, after the last event it has seen. */
  readonly #leave = (): void => {
    if (!this.#isOver) this.#end('event: closing\ndata: {"reason":"draining"}\n\n');
  };

  #write(text: string): void {
    if (this.#isWanted) this.#isWanted = this.response.write(text);
  }

  #end(last = ''): void {
    this.#close();
    this.response.end(last);
  }

  readonly #close = (): void => {
    this.#isOver = true;
    this.options.farewell.removeEventListener('abort', this.#leave);
    clearInterval(this.#ping);
    this.#unsubscribe();
  };
}
