import { sleep, type AppError, type Clock, type Deadline } from '../../core/index.js';
import { BulkheadRejectedError, powerOfTwoChoices, type RetryBudget } from '../../resilience/index.js';
import type { ModelPrompt, WritingListener } from '../clients/model-client.js';
import { ModelBusyError, ModelFailedError, ModelUnavailableError } from '../clients/model.errors.js';

import type { PersonaManager, Writing } from './persona-manager.js';

/** A retry needs at least this much time, milliseconds. */
const MIN_RETRY_MS = 50;

/** Load balancing over the managers of one persona, one per endpoint of its backend. */
export class ManagerGroup {
  constructor(
    readonly backend: string,
    private readonly managers: readonly PersonaManager[],
    private readonly retries: RetryBudget,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /**
   * Writes with the better of two managers; after a transient failure once more, within the retry budget.
   *
   * @throws {BulkheadRejectedError | ModelUnavailableError} without a call.
   * @throws {ModelBusyError | ModelFailedError | ModelReplyInvalidError}
   * @throws {DeadlineExceededError | CancelledError} when `deadline` ends first.
   */
  async write(prompt: ModelPrompt, deadline: Deadline, listener: WritingListener): Promise<Writing> {
    const first = this.#pick();
    this.retries.earn();
    try {
      return await first.write(prompt, deadline, listener);
    } catch (error) {
      if (!isTransient(error) || deadline.remainingMs < MIN_RETRY_MS) throw error;
      const second = await this.#pickForRetry(first, error, deadline);
      if (second === undefined) throw error;
      listener.restart();
      return second.write(prompt, deadline, listener);
    }
  }

  /** @throws {BulkheadRejectedError | ModelUnavailableError} */
  #pick(): PersonaManager {
    const admitted = this.managers.filter(({ endpoint }) => endpoint.admits);
    const chosen = this.#choose(admitted);
    if (chosen !== undefined) return chosen;
    const [full] = admitted;
    if (full !== undefined) throw new BulkheadRejectedError(full.options.name, full.options.capacity);
    const unavailableMs = Math.min(...this.managers.map(({ endpoint }) => endpoint.unavailableMs));
    throw new ModelUnavailableError(this.backend, unavailableMs);
  }

  /** Another manager, or the same one after its cool-down; undefined if there is none, or no budget. */
  async #pickForRetry(
    failed: PersonaManager,
    error: AppError,
    deadline: Deadline,
  ): Promise<PersonaManager | undefined> {
    const other = this.#choose(this.managers.filter((one) => one !== failed && one.endpoint.admits));
    const { unavailableMs } = failed.endpoint;
    if (other === undefined && unavailableMs + MIN_RETRY_MS > deadline.remainingMs) return undefined;
    if (!this.retries.trySpend()) return undefined;
    if (other !== undefined) return other;
    if (error instanceof ModelBusyError) await sleep(this.clock, unavailableMs, deadline);
    return failed.endpoint.admits && !failed.isFull ? failed : undefined;
  }

  #choose(managers: readonly PersonaManager[]): PersonaManager | undefined {
    const free = managers.filter(({ isFull }) => !isFull);
    return powerOfTwoChoices(free, this.random);
  }
}

function isTransient(error: unknown): error is AppError {
  return error instanceof ModelBusyError || (error instanceof ModelFailedError && error.isTransient);
}
