// A load that does not wait: requests leave at their time whether or not earlier ones were answered.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** More than may wait in the service, so that nobody waits for a connection: that wait would be ours. */
const CONNECTIONS = 2_000;
/** No class takes so long, milliseconds. */
const LONGEST_WAIT_MS = 15_000;
/** Between two looks whether something is due, milliseconds. */
const LONGEST_PAUSE_MS = 250;

/**
 * Does `work` so many times a second, each time when it is due and whatever became of the times before.
 *
 * @param count  How many times; without it, until `isOver`.
 * @param isOver Looked at before each pause.
 */
export async function pace({ perSecond, count = Infinity, isOver = () => false }, work) {
  const startedAt = performance.now();
  for (let done = 0; done < count && !isOver();) {
    const due = Math.min(count, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1);
    while (done < due) work(done++);
    const nextAt = startedAt + (done / perSecond) * 1_000;
    await pause(Math.min(LONGEST_PAUSE_MS, Math.max(1, nextAt - performance.now())));
  }
}

/**
 * Sends requests over a pool of connections, as a load balancer does: one that finds none free waits for it, and the wait
 * counts.
 */
export class OpenLoop {
  #agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS });

  constructor(url) {
    this.url = new URL(url);
  }

  /**
   * Status, latency in milliseconds, body if it is to be kept, and whether the answer lacks something; status 0 when
   * there was no whole reply.
   */
  send({ body, headers = {}, path = '/v1/answers', keepBody = false }) {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (status, text = '', { 'retry-after': retryAfter, degraded } = {}) =>
        resolve({
          status,
          startedAt,
          latencyMs: performance.now() - startedAt,
          text,
          retryAfter,
          isDegraded: degraded !== undefined,
        });
      const request = http.request(
        {
          agent: this.#agent,
          host: this.url.hostname,
          port: this.url.port,
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
        },
        (response) => {
          let text = '';
          if (keepBody) response.setEncoding('utf8').on('data', (piece) => (text += piece));
          else response.resume();
          response.on('end', () => end(response.statusCode, text, response.headers));
          response.on('error', () => end(0));
          response.on('close', () => end(0));
        },
      );
      request.on('error', () => end(0));
      request.setTimeout(LONGEST_WAIT_MS, () => request.destroy());
      request.end(body);
    });
  }

  /**
   * Offers `perSecond` requests for `seconds`; `next` makes each, and `onResult` gets what became of it.
   *
   * @returns what became of all of them, once the last has ended.
   */
  async offer({ perSecond, seconds, next, onResult = () => undefined }) {
    const pending = [];
    await pace({ perSecond, count: Math.round(perSecond * seconds) }, (i) => {
      const request = next(i);
      pending.push(
        this.send(request).then((result) => {
          const outcome = { ...result, class: request.class, tenant: request.tenant };
          onResult(outcome);
          return outcome;
        }),
      );
    });
    return Promise.all(pending);
  }

  /** Closes the connections; what is sent later opens new ones. */
  close() {
    this.#agent.destroy();
  }
}
