// A load that does not wait: requests leave at their time whether or not earlier ones were answered, as people's do, so a
// slow service gets as many as a fast one. Run by tests and, with Node's own TypeScript support, by benchmarks: no syntax
// beyond types, no imports of other tests.
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** More than may wait in the service, so that no caller waits for a connection: that wait would be the load generator's. */
const CONNECTIONS = 2_000;
/** No class takes so long, milliseconds. */
const MAX_WAIT_MS = 15_000;
/** Between two looks whether something is due, milliseconds. */
const MAX_PAUSE_MS = 250;
const MIN_PER_SECOND = 0.001;

export interface Pace {
  /** The same all the time, or by the milliseconds since the start. */
  readonly perSecond: number | ((atMs: number) => number);
  /** Without it, until the signal aborts. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

/** Does `work` each time when it is due, `atMs` milliseconds after the start, whatever became of the times before. */
export async function pace(
  { perSecond, seconds = Infinity, signal }: Pace,
  work: (i: number, atMs: number) => void,
): Promise<void> {
  const rateAt = typeof perSecond === 'number' ? () => perSecond : perSecond;
  // What has been added up a thousand times is a little less than it should be.
  const endMs = seconds * 1_000 - 0.001;
  const startedAt = performance.now();
  const elapsedMs = () => performance.now() - startedAt;
  let i = 0;
  let atMs = 0;
  const isOver = () => atMs >= endMs || signal?.aborted === true;
  while (!isOver()) {
    for (const untilMs = Math.min(elapsedMs(), endMs); atMs <= untilMs; i++) {
      work(i, atMs);
      atMs += 1_000 / Math.max(rateAt(atMs), MIN_PER_SECOND);
    }
    await pause(Math.min(MAX_PAUSE_MS, Math.max(1, atMs - elapsedMs())));
  }
}

/** One request. */
export interface Sending {
  readonly body: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the text of its reply is wanted. */
  readonly keepBody?: boolean;
  /** What its outcome is called. */
  readonly class?: string;
  readonly tenant?: string;
}

/** What became of one request. */
export interface Reply {
  /** 0 when there was no whole reply. */
  readonly status: number;
  /** When it was sent, on the clock of `performance`. */
  readonly startedAt: number;
  /** From then to the last byte, milliseconds. */
  readonly latencyMs: number;
  /** Empty unless it was to be read. */
  readonly text: string;
  readonly retryAfter: string | undefined;
  /** Whether the answer lacks something. */
  readonly isDegraded: boolean;
}

/** What became of one request of a load. */
export interface Outcome extends Reply {
  /** When it was due, milliseconds after the start. */
  readonly atMs: number;
  /** From when it was due to the last byte, so that no wait is left out, not even that of the sender. */
  readonly tookMs: number;
  readonly class: string | undefined;
  readonly tenant: string | undefined;
}

export interface Offer extends Pace {
  readonly seconds: number;
  readonly next: (i: number) => Sending;
}

/**
 * Sends requests over a pool of connections, as a load balancer does: one that finds none free waits for it, and the wait
 * counts.
 */
export class OpenLoop {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS });
  readonly #url: URL;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  send({ body, headers = {}, path = '/v1/answers', keepBody = false }: Sending): Promise<Reply> {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (status: number, text = '', received: IncomingHttpHeaders = {}) =>
        resolve({
          status,
          startedAt,
          latencyMs: performance.now() - startedAt,
          text,
          retryAfter: received['retry-after'],
          isDegraded: received['degraded'] !== undefined,
        });
      const sent = request(
        {
          agent: this.#agent,
          host: this.#url.hostname,
          port: this.#url.port,
          path,
          method: 'POST',
          timeout: MAX_WAIT_MS,
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
        },
        (response) => {
          let text = '';
          if (keepBody) response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          else response.resume();
          response.on('end', () => end(response.statusCode ?? 0, text, response.headers));
          response.on('error', () => end(0));
          response.on('close', () => end(0));
        },
      );
      sent.on('error', () => end(0));
      sent.on('timeout', () => sent.destroy());
      sent.end(body);
    });
  }

  /** Offers a load. @returns what became of every request, once the last has ended. */
  async offer({ next, ...when }: Offer): Promise<Outcome[]> {
    const pending: Promise<Outcome>[] = [];
    const startedAt = performance.now();
    await pace(when, (i, atMs) => {
      const sending = next(i);
      const ended = (reply: Reply) => {
        const tookMs = performance.now() - startedAt - atMs;
        return { ...reply, atMs, tookMs, class: sending.class, tenant: sending.tenant };
      };
      pending.push(this.send(sending).then(ended));
    });
    return Promise.all(pending);
  }

  /** Closes the connections; what is sent later opens new ones. */
  close(): void {
    this.#agent.destroy();
  }
}
