// A load that does not wait: requests leave at their time whether or not earlier ones were answered.
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** More than may wait in the service, so that nobody waits for a connection: that wait would be ours. */
const CONNECTIONS = 2_000;
/** No class takes so long, milliseconds. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Sends requests over a pool of connections, as a load balancer does: one that finds none free waits for it, and the wait
 * counts.
 */
export class OpenLoop {
  #agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS });

  constructor(url) {
    this.url = new URL(url);
  }

  /** Status, latency in milliseconds and body of one request; status 0 when it got no reply. */
  send({ body, headers = {}, path = '/v1/answers', keepBody = false }) {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const end = (status, text = '', retryAfter) =>
        resolve({ status, startedAt, latencyMs: performance.now() - startedAt, text, retryAfter });
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
          response.on('data', (chunk) => (keepBody ? (text += chunk) : undefined));
          response.on('end', () => end(response.statusCode, text, response.headers['retry-after']));
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
    const startedAt = performance.now();
    const total = Math.round(perSecond * seconds);
    const pending = [];
    for (let sent = 0; sent < total;) {
      const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) + 1);
      for (; sent < due; sent++) {
        const request = next(sent);
        pending.push(
          this.send(request).then((result) => {
            const outcome = { ...result, class: request.class, tenant: request.tenant };
            onResult(outcome);
            return outcome;
          }),
        );
      }
      await pause(1);
    }
    return Promise.all(pending);
  }

  close() {
    this.#agent.destroy();
  }
}
