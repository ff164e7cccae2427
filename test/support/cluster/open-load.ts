// Run by tests and, with Node's own TypeScript support, by scripts: no syntax beyond types, no imports of other tests.
import { Agent, request } from 'node:http';

/** What became of one request. */
export interface Outcome {
  /** When it was due, milliseconds after the start. */
  readonly atMs: number;
  /** From when it was due to the last byte, so that waiting on a slow service is not left out. */
  readonly tookMs: number;
  /** 0 when the connection failed. */
  readonly status: number;
  readonly class: string;
  readonly body: string;
}

export interface OpenLoadOptions {
  readonly url: string;
  readonly durationMs: number;
  /** Requests a second at that moment. */
  readonly rateAt: (atMs: number) => number;
  /** Body of the next request, and what to call it in the outcome. */
  readonly next: (i: number) => { readonly class: string; readonly body: object };
  readonly onOutcome?: (outcome: Outcome) => void;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks at a rate that does not depend on the answers, as people do: a slow service gets as many requests as a fast one.
 *
 * @returns what became of every request, after the last one.
 */
export async function openLoad(options: OpenLoadOptions): Promise<Outcome[]> {
  const { url, durationMs, rateAt, next, onOutcome, headers = {}, signal } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 4_000 });
  const outcomes: Promise<Outcome>[] = [];
  const startedAt = performance.now();
  let dueMs = 0;
  await new Promise<void>((resolve) => {
    const send = () => {
      const nowMs = performance.now() - startedAt;
      const untilMs = signal?.aborted === true ? 0 : durationMs;
      while (dueMs <= nowMs && dueMs < untilMs) {
        const atMs = dueMs;
        const { class: name, body } = next(outcomes.length);
        const sent = ask(agent, `${url}/v1/answers`, JSON.stringify(body), headers).then(({ status, text }) => {
          const outcome = { atMs, tookMs: performance.now() - startedAt - atMs, status, class: name, body: text };
          onOutcome?.(outcome);
          return outcome;
        });
        outcomes.push(sent);
        dueMs += 1_000 / Math.max(rateAt(dueMs), 0.001);
      }
      if (dueMs >= untilMs) resolve();
      else setTimeout(send, Math.max(0, dueMs - (performance.now() - startedAt)));
    };
    send();
  });
  const all = await Promise.all(outcomes);
  agent.destroy();
  return all;
}

function ask(agent: Agent, url: string, body: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number; text: string }>((resolve) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', (error) => resolve({ status: 0, text: String(error) }));
      },
    );
    sent.on('error', (error) => resolve({ status: 0, text: String(error) }));
    sent.end(body);
  });
}
