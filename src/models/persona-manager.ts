import {
  CallerGoneError,
  CancelledError,
  EventChannel,
  roundToMicroseconds,
  type Clock,
  type Deadline,
} from '../core/index.js';

import type { CallVerdict, Endpoint } from './balancing/endpoint.js';
import type { Candidate } from '../resilience/index.js';
import type { ModelClient, ModelPrompt, ModelReply, ModelUsage } from './clients/model-client.js';
import { ModelBusyError, ModelFailedError, ModelReplyInvalidError } from './models.errors.js';

/** What became of a call on a model. */
export const MODEL_CALL_OUTCOMES = ['used', 'busy', 'failed', 'invalid', 'late', 'cancelled'] as const;
type ModelCallOutcome = (typeof MODEL_CALL_OUTCOMES)[number];

/** Published when a call on a model ends. */
export const modelCallFinished = new EventChannel<{
  readonly backend: string;
  readonly outcome: ModelCallOutcome;
  readonly durationMs: number;
  /** Until the first piece of text; absent when none came. */
  readonly firstTokenMs?: number;
  /** Absent when the provider did not say. */
  readonly usage?: ModelUsage;
  readonly costDollars: number;
}>('personas:model-call:finished');

/** Dollars for a million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly cachedInput: number;
  readonly output: number;
}

export interface PersonaManagerOptions {
  /** As receipts show it, for example `diego/1`. */
  readonly name: string;
  /** Id of the backend. */
  readonly backend: string;
  /** Calls of this persona on this endpoint at once. */
  readonly capacity: number;
  /** Longest wait for the first piece of text, milliseconds. */
  readonly firstTokenTimeoutMs: number;
  readonly price: ModelPrice;
}

/** How long a busy endpoint rests that did not say how long, milliseconds. */
const USUAL_REST_MS = 1_000;

/**
 * Lets one persona write on one endpoint, with a bound of its own.
 *
 * The endpoint's bound, latency and health are shared with the managers of other personas on it: when it is full or
 * ejected, all of them see so.
 */
export class PersonaManager implements Candidate {
  #inFlight = 0;

  constructor(
    readonly options: PersonaManagerOptions,
    readonly endpoint: Endpoint,
    private readonly client: ModelClient,
    private readonly clock: Clock,
  ) {}

  get isFull(): boolean {
    return this.#inFlight >= this.options.capacity || this.endpoint.isFull;
  }

  get isProbeDue(): boolean {
    return this.endpoint.health.isProbeDue;
  }

  get cost(): number {
    return this.endpoint.cost;
  }

  /**
   * What the model writes.
   *
   * @param deadline Absolute; when it passes, the connection is closed.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   * @throws {DeadlineExceededError | CancelledError} when `deadline` ends first.
   */
  async write(prompt: ModelPrompt, deadline: Deadline, onText: (piece: string) => void): Promise<ModelReply> {
    const { firstTokenTimeoutMs } = this.options;
    const startedAt = this.clock.now();
    const end = this.endpoint.begin();
    this.#inFlight += 1;
    using attempt = deadline.child(Infinity);
    let firstTokenMs: number | undefined;
    const giveUp = this.clock.schedule(firstTokenTimeoutMs, () => attempt.cancel('no first word in time'));
    let outcome: ModelCallOutcome = 'failed';
    let verdict: CallVerdict = { kind: 'failed' };
    let usage: ModelUsage | undefined;
    try {
      attempt.throwIfOver();
      const reply = await attempt.wait(
        this.client.write(prompt, attempt.signal, (piece) => {
          if (attempt.isOver) return;
          if (firstTokenMs === undefined) {
            giveUp();
            firstTokenMs = this.clock.now() - startedAt;
          }
          onText(piece);
        }),
      );
      [outcome, verdict, usage] = ['used', { kind: 'succeeded' }, reply.usage];
      return reply;
    } catch (error) {
      [outcome, verdict] = judged(error, deadline);
      if (error instanceof CancelledError && !deadline.isOver)
        throw new ModelFailedError('no first word in time', true);
      throw error;
    } finally {
      giveUp();
      this.#inFlight -= 1;
      end(verdict);
      modelCallFinished.publish({
        backend: this.options.backend,
        outcome,
        durationMs: roundToMicroseconds(this.clock.now() - startedAt),
        ...(firstTokenMs === undefined ? {} : { firstTokenMs: roundToMicroseconds(firstTokenMs) }),
        ...(usage === undefined ? {} : { usage }),
        costDollars: usage === undefined ? 0 : costOf(usage, this.options.price),
      });
    }
  }
}

function judged(error: unknown, deadline: Deadline): [ModelCallOutcome, CallVerdict] {
  if (error instanceof ModelBusyError) {
    return ['busy', { kind: 'busy', retryAfterMs: error.retryAfterMs ?? USUAL_REST_MS }];
  }
  // It works; what it says is of no use to us.
  if (error instanceof ModelReplyInvalidError && error.why !== 'malformed') return ['invalid', { kind: 'succeeded' }];
  if (error instanceof ModelReplyInvalidError) return ['invalid', { kind: 'failed' }];
  if (error instanceof CallerGoneError) return ['cancelled', { kind: 'abandoned' }];
  // Called off for lack of room or at shutdown: a model that takes its time has not failed.
  if (error instanceof CancelledError && deadline.isOver) return ['late', { kind: 'abandoned' }];
  return [deadline.isOver ? 'late' : 'failed', { kind: 'failed' }];
}

function costOf({ inputTokens, cachedInputTokens, outputTokens }: ModelUsage, price: ModelPrice): number {
  return (inputTokens * price.input + cachedInputTokens * price.cachedInput + outputTokens * price.output) / 1_000_000;
}
