import { QUESTION } from './running-app.js';

/** An answer that a caller has received. */
export interface Acknowledged {
  readonly id: string;
  readonly conversationId: string;
  /** As its receipt says. */
  readonly durable: boolean;
  /** The header `Degraded`. */
  readonly degraded: string;
}

/** Callers that ask one question after the other, and what was acknowledged to them. */
export class Askers {
  readonly acknowledged: Acknowledged[] = [];
  /** Code of every other response. */
  readonly refused: string[] = [];
  readonly #stopped = new AbortController();
  readonly #all: Promise<void>[];

  /** @param urls Of replicas; each is asked by `each` callers. */
  constructor(urls: readonly string[], each = 4) {
    this.#all = urls.flatMap((url) => Array.from({ length: each }, () => this.#ask(url)));
  }

  /** Resolves when everybody has the response to the last question. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#all);
  }

  async #ask(url: string): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const response = await fetch(`${url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: QUESTION, noCache: true, enhance: 'never', class: 'multi-persona' }),
      }).catch(() => undefined);
      const body = (await response?.json().catch(() => undefined)) as
        | {
            readonly id?: string;
            readonly conversationId?: string;
            readonly receipt?: { readonly durable: boolean };
            readonly code?: string;
          }
        | undefined;
      if (response === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      else if (response.status !== 200) this.refused.push(body?.code ?? String(response.status));
      else if (body?.id !== undefined && body.conversationId !== undefined) {
        const { id, conversationId, receipt } = body;
        const degraded = response.headers.get('degraded') ?? '';
        this.acknowledged.push({ id, conversationId, durable: receipt?.durable === true, degraded });
      }
    }
  }
}
