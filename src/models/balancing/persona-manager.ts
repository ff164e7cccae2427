import type { ModelBackendConfig } from '../../config/index.js';
import {
  CallerGoneError,
  CancelledError,
  EventChannel,
  roundToMicroseconds,
  type Clock,
  type Deadline,
} from '../../core/index.js';
import type { Candidate } from '../../resilience/index.js';
import type { ModelClient, ModelPrompt, ModelUsage, WritingListener } from '../clients/model-client.js';
import { ModelBusyError, ModelFailedError, ModelReplyInvalidError } from '../clients/model.errors.js';

import type { CallVerdict, Endpoint } from './endpoint.js';

/** Outcome of a model call. */
export const MODEL_CALL_OUTCOMES = ['used', 'busy', 'failed', 'invalid', 'late', 'cancelled'] as const;
type ModelCallOutcome = (typeof MODEL_CALL_OUTCOMES)[number];

/** Published when a model call ends. */
export const modelCallFinished = new EventChannel<{
  readonly backend: string;
  /** As the provider knows it, where it is configured. */
  readonly model?: string | undefined;
  readonly outcome: ModelCallOutcome;
  readonly durationMs: number;
  /** Time to the first piece of text; absent without any. */
  readonly firstTokenMs?: number;
  /** Absent if the provider did not report it. */
  readonly usage?: ModelUsage;
  readonly costDollars: number;
}>('personas:model-call:finished');

export interface PersonaManagerOptions extends Pick<ModelBackendConfig, 'capacity' | 'firstTokenTimeoutMs' | 'price'> {
  /** Name in receipts, for example `diego/1`. */
  readonly name: string;
  /** Id of the backend. */
  readonly backend: string;
  /** As the provider knows it. */
  readonly model?: string | undefined;
}

/** A text, and the manager that wrote it. */
export interface Writing {
  readonly text: string;
  /** For example `diego/1`. */
  readonly manager: string;
  readonly backend: string;
  /** Read and written, as the provider counts them; 0 if it does not report them. */
  readonly tokens: number;
}

/** Cool-down of a busy endpoint that did not say how long, milliseconds. */
const DEFAULT_COOL_DOWN_MS = 1_000;

const NO_FIRST_TOKEN = 'no first token in time';

/**
 * Writes for one persona on one endpoint, with a capacity of its own; the endpoint's capacity, latency and health are
 * shared with the managers of other personas.
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
    return this.endpoint.isProbeDue;
  }

  get cost(): number {
    return this.endpoint.cost;
  }

  /**
   * The whole text of the model.
   *
   * @param deadline Absolute; when it passes, the connection is closed.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   * @throws {DeadlineExceededError | CancelledError} when `deadline` ends first.
   */
  async write(prompt: ModelPrompt, deadline: Deadline, listener: WritingListener): Promise<Writing> {
    const { backend, firstTokenTimeoutMs, name, price } = this.options;
    const startedAt = this.clock.now();
    const end = this.endpoint.begin();
    this.#inFlight += 1;
    using attempt = deadline.child(Infinity);
    let firstTokenMs: number | undefined;
    const cancelTimer = this.clock.schedule(firstTokenTimeoutMs, () => attempt.cancel(NO_FIRST_TOKEN));
    let outcome: ModelCallOutcome = 'failed';
    let verdict: CallVerdict = { kind: 'failed' };
    let usage: ModelUsage | undefined;
    try {
      attempt.throwIfOver();
      const { text, usage: reported } = await attempt.wait(
        this.client.write(prompt, attempt.signal, {
          text: (piece) => {
            if (attempt.isOver) return;
            cancelTimer();
            if (piece === '') return;
            firstTokenMs ??= this.clock.now() - startedAt;
            listener.text(piece);
          },
          restart: () => (attempt.isOver ? undefined : listener.restart()),
        }),
      );
      [outcome, verdict, usage] = ['used', { kind: 'succeeded' }, reported];
      return { text, manager: name, backend, tokens: usage.inputTokens + usage.cachedInputTokens + usage.outputTokens };
    } catch (error) {
      [outcome, verdict] = classify(error, deadline);
      if (error instanceof CancelledError && !deadline.isOver) throw new ModelFailedError(NO_FIRST_TOKEN, true);
      throw error;
    } finally {
      cancelTimer();
      this.#inFlight -= 1;
      end(verdict);
      modelCallFinished.publish({
        backend,
        model: this.options.model,
        outcome,
        durationMs: roundToMicroseconds(this.clock.now() - startedAt),
        ...(firstTokenMs === undefined ? {} : { firstTokenMs: roundToMicroseconds(firstTokenMs) }),
        ...(usage === undefined ? {} : { usage }),
        costDollars: usage === undefined ? 0 : costOf(usage, price),
      });
    }
  }
}

function classify(error: unknown, deadline: Deadline): [ModelCallOutcome, CallVerdict] {
  if (error instanceof ModelBusyError) {
    return ['busy', { kind: 'busy', retryAfterMs: error.retryAfterMs ?? DEFAULT_COOL_DOWN_MS }];
  }
  // The endpoint works; its reply is unusable.
  if (error instanceof ModelReplyInvalidError && error.reason !== 'malformed')
    return ['invalid', { kind: 'succeeded' }];
  if (error instanceof ModelReplyInvalidError) return ['invalid', { kind: 'failed', reason: error.message }];
  if (error instanceof CallerGoneError) return ['cancelled', { kind: 'abandoned' }];
  // Cancelled under pressure or at shutdown: a slow model has not failed.
  if (error instanceof CancelledError && deadline.isOver) return ['late', { kind: 'abandoned' }];
  const outcome = deadline.isOver ? 'late' : 'failed';
  return [outcome, error instanceof ModelFailedError ? { kind: 'failed', reason: error.message } : { kind: 'failed' }];
}

function costOf(
  { inputTokens, cachedInputTokens, outputTokens }: ModelUsage,
  price: ModelBackendConfig['price'],
): number {
  return (inputTokens * price.input + cachedInputTokens * price.cachedInput + outputTokens * price.output) / 1_000_000;
}
