import type { AppError, Clock, Deadline } from '../core/index.js';
import { BulkheadRejectedError } from '../resilience/index.js';

import { powerOfTwoChoices } from '../resilience/index.js';
import type { RetryBudget } from '../resilience/index.js';
import type { ModelPrompt } from './clients/model-client.js';
import type { PersonaManager } from './persona-manager.js';
import { ModelBusyError, ModelFailedError, ModelUnavailableError } from './models.errors.js';

/** Who hears what a model writes while it writes. */
export interface WritingListener {
  /** The next piece. */
  text(piece: string): void;
  /** What was heard so far is void: somebody else begins anew. */
  restart(): void;
}

/** What was written, and by which manager. */
export interface Writing {
  readonly text: string;
  /** For example `diego/1`. */
  readonly manager: string;
  readonly backend: string;
  /** Read and written, as the provider counts them; 0 when it does not say. */
  readonly tokens: number;
}

/** A retry needs at least this much time, milliseconds. */
const MIN_RETRY_MS = 50;

/** The managers of one persona, one for each endpoint of its backend. */
export class ManagerGroup {
  constructor(
    readonly backend: string,
    private readonly managers: readonly PersonaManager[],
    private readonly retries: RetryBudget,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Lets the better of two managers write; after a transient failure once more another one, where the retry budget
   * allows it.
   *
   * @throws {BulkheadRejectedError | ModelUnavailableError} without calling anybody.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   * @throws {DeadlineExceededError | CancelledError} when `deadline` ends first.
   */
  async write(prompt: ModelPrompt, deadline: Deadline, listener: WritingListener): Promise<Writing> {
    const first = this.#pick();
    this.retries.earn();
    try {
      return await this.#on(first, prompt, deadline, listener);
    } catch (error) {
      if (!isTransient(error) || deadline.remainingMs < MIN_RETRY_MS) throw error;
      const second = await this.#another(first, error, deadline);
      if (second === undefined) throw error;
      listener.restart();
      return this.#on(second, prompt, deadline, listener);
    }
  }

  async #on(
    manager: PersonaManager,
    prompt: ModelPrompt,
    deadline: Deadline,
    listener: WritingListener,
  ): Promise<Writing> {
    const { text, usage } = await manager.write(prompt, deadline, (piece) => listener.text(piece));
    const tokens = usage.inputTokens + usage.cachedInputTokens + usage.outputTokens;
    return { text, manager: manager.options.name, backend: manager.options.backend, tokens };
  }

  /** @throws {BulkheadRejectedError | ModelUnavailableError} */
  #pick(): PersonaManager {
    const admitted = this.managers.filter(({ endpoint }) => endpoint.health.admits);
    const chosen = powerOfTwoChoices(
      admitted.filter(({ isFull }) => !isFull),
      this.random,
    );
    if (chosen !== undefined) return chosen;
    const [full] = admitted;
    if (full !== undefined) throw new BulkheadRejectedError(full.options.name, full.options.capacity);
    throw new ModelUnavailableError(
      this.backend,
      Math.min(...this.managers.map(({ endpoint }) => endpoint.health.restMs)),
    );
  }

  /** Who may try again after `failed`: another manager, or after its rest the same one; undefined when nobody may. */
  async #another(failed: PersonaManager, error: AppError, deadline: Deadline): Promise<PersonaManager | undefined> {
    const others = this.managers.filter(
      (manager) => manager !== failed && !manager.isFull && manager.endpoint.health.admits,
    );
    const other = powerOfTwoChoices(others, this.random);
    const restMs = failed.endpoint.health.restMs;
    if (other === undefined && restMs + MIN_RETRY_MS > deadline.remainingMs) return undefined;
    if (!this.retries.trySpend()) return undefined;
    if (other !== undefined) return other;
    if (error instanceof ModelBusyError) await this.#pause(restMs, deadline);
    return failed.endpoint.health.admits && !failed.isFull ? failed : undefined;
  }

  #pause(ms: number, deadline: Deadline): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.clock.schedule(ms, resolve);
    return deadline.wait(promise).finally(cancel);
  }
}

function isTransient(error: unknown): error is AppError {
  return error instanceof ModelBusyError || (error instanceof ModelFailedError && error.isTransient);
}
