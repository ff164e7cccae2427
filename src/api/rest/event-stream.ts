import { Readable } from 'node:stream';

import type { AnswerEventLog } from '../../guidance/index.js';

/** How soon a client that was cut off comes back, milliseconds. */
const RETRY_MS = 1_000;
/** What waits for a slow client in this process, bytes; the rest stays in the log, which all of its readers share. */
const BUFFERED_BYTES = 16_384;

export interface EventStreamOptions {
  /** Time between comments that keep the connection open. */
  readonly pingMs: number;
  /** Aborts when the service is about to close its connections. */
  readonly farewell: AbortSignal;
}

/**
 * The events of a log as a server-sent event stream, at the pace of its client.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream extends Readable {
  readonly #unsubscribe: () => void;
  readonly #ping: NodeJS.Timeout;
  #isWanted = false;
  #isOver = false;

  /**
   * @param log   What is told.
   * @param after Id of the last event that the client has seen, 0 for none.
   */
  constructor(
    private readonly log: AnswerEventLog,
    private after: number,
    private readonly options: EventStreamOptions,
  ) {
    super({ highWaterMark: BUFFERED_BYTES });
    this.push(`retry: ${RETRY_MS}\n\n`);
    this.#unsubscribe = log.subscribe(() => this.#tell());
    this.#ping = setInterval(() => {
      if (this.#isWanted) this.#isWanted = this.push(': ping\n\n');
    }, options.pingMs);
    this.#ping.unref();
    options.farewell.addEventListener('abort', this.#leave, { once: true });
    if (options.farewell.aborted) this.#leave();
  }

  override _read(): void {
    if (this.#isOver) return;
    this.#isWanted = true;
    this.#tell();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#close();
    done(error);
  }

  #tell(): void {
    while (this.#isWanted) {
      const event = this.log.after(this.after);
      if (event === undefined) break;
      this.after = event.id;
      this.#isWanted = this.push(`id: ${event.id}\nevent: ${event.type}\ndata: ${event.data}\n\n`);
    }
    if (!this.#isWanted || !this.log.isEnded) return;
    this.#isWanted = false;
    this.#close();
    this.push(null);
  }

  /** Says that the service goes; the client comes back to another replica, after the last event it has seen. */
  readonly #leave = (): void => {
    if (this.#isOver) return;
    this.#isWanted = false;
    this.#close();
    this.push('event: closing\ndata: {"reason":"draining"}\n\n');
    this.push(null);
  };

  #close(): void {
    this.#isOver = true;
    this.options.farewell.removeEventListener('abort', this.#leave);
    clearInterval(this.#ping);
    this.#unsubscribe();
  }
}
