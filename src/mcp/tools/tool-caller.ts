import type { CallToolResult } from '@modelcontextprotocol/client';

import { CallerGoneError, Deadline, type Clock } from '../../core/index.js';
import { SlidingWindow } from '../../resilience/index.js';
import { BulkheadRejectedError } from '../../resilience/index.js';
import { type GradientLimit, type LimitPermit } from '../../resilience/index.js';
import { extraAttemptMade, toolCallAborted } from './enhancement.js';
import {
  ResultTooLargeError,
  ServerQuarantinedError,
  SessionLostError,
  SessionsExhaustedError,
  ToolFailedError,
  ToolMissingError,
  ToolQuarantinedError,
  ToolResultInvalidError,
} from '../mcp.errors.js';
import type { SessionPool } from '../sessions/session-pool.js';
import type { ToolSession } from '../sessions/tool-session.js';
import type { ToolPinning } from './tool-pinning.js';

import { AttemptBudget } from '../../resilience/index.js';
import type { CircuitBreaker } from './circuit-breaker.js';

export interface ToolCallerOptions {
  readonly server: string;
  readonly tool: string;
  /** Longest time for one call, every attempt included, milliseconds. */
  readonly timeoutMs: number;
  /** Calling it twice does what calling it once does: it may be retried and hedged. */
  readonly isIdempotent: boolean;
  /** Attempts one after another, the first included. */
  readonly maxAttempts: number;
  /** Whether a slow call may be overtaken by a second one. */
  readonly isHedged: boolean;
}

export interface ToolCallerParts {
  readonly approval: ToolPinning;
  readonly limit: GradientLimit;
  readonly breaker: CircuitBreaker;
  readonly pool: SessionPool;
  readonly clock: Clock;
}

/** One call: who asks, with what, and how the result reads. */
export interface ToolCall<T> {
  readonly tenant: string;
  readonly args: Record<string, unknown>;
  /** @throws {ToolResultInvalidError} if the result is of no use; the call has failed then. */
  readonly read: (result: CallToolResult) => T;
}

const RETRIES_PER_CALL = 0.1;
const HEDGES_PER_CALL = 0.05;
/** Spread of the wait before a retry, milliseconds. */
const RETRY_JITTER_MS = [20, 80] as const;
/** No call is overtaken earlier, milliseconds: nobody notices what it saves, and the next slow one finds nothing left. */
const MIN_HEDGE_DELAY_MS = 20;
/** Calls needed before it is known what is slow. */
const MIN_LATENCIES = 20;
/** Calls after which it is looked at again. */
const LATENCIES_BETWEEN_LOOKS = 64;
/** At most one backing off of the limit in that time: calls lost together are one sign. */
const BACK_OFF_PAUSE_MS = 1_000;
/** Longest time for finding out whether a server is well. */
const PROBE_MS = 1_000;

/**
 * Calls one tool of one server, protected in this order: concurrency limit, circuit breaker, retry, hedge, session.
 *
 * Retries (≤ 10 % of calls) and hedges (≤ 5 %, begun once a call takes longer than 95 of 100 did, and 20 ms) are for
 * idempotent tools; a call that the server never worked on is repeated whatever the tool.
 */
export class ToolCaller {
  readonly #full: BulkheadRejectedError;
  /** Whose call came last: a probe uses a session of theirs. */
  #lastTenant = '';
  readonly #retries = new AttemptBudget(RETRIES_PER_CALL);
  readonly #hedges = new AttemptBudget(HEDGES_PER_CALL);
  readonly #latencies = new SlidingWindow(256);
  #recorded = 0;
  #slowMs: number | undefined;
  #fastestMs: number | undefined;
  #backedOffAt = -Infinity;

  constructor(
    private readonly options: ToolCallerOptions,
    private readonly parts: ToolCallerParts,
    private readonly random: () => number = Math.random,
  ) {
    this.#full = new BulkheadRejectedError(`mcp:${options.server}`, parts.limit.limit);
  }

  /** Extra attempts made so far. */
  get extraAttempts(): { readonly retries: number; readonly hedges: number } {
    return { retries: this.#retries.spent, hedges: this.#hedges.spent };
  }

  /** Fastest of the latest calls, milliseconds; null before it is known. */
  get minRttMs(): number | null {
    return this.#fastestMs ?? null;
  }

  /**
   * @param deadline Absolute; when it or the tool's own time-out passes, the server is told to stop.
   * @throws {ToolQuarantinedError | BulkheadRejectedError | CircuitOpenError} without calling the server.
   * @throws {DeadlineExceededError | CancelledError} if time ran out.
   * @throws {ToolFailedError | ToolResultInvalidError | SessionLostError | AppError} if the call failed.
   */
  async call<T>(call: ToolCall<T>, deadline: Deadline): Promise<T> {
    const { approval, breaker, clock, limit } = this.parts;
    approval.check();
    const permit = limit.acquire();
    if (permit === undefined) throw this.#full;
    this.#lastTenant = call.tenant;
    const startedAt = clock.now();
    using whole = deadline.child(this.options.timeoutMs);
    try {
      const value = await breaker.execute(() => this.#retried(call, whole));
      const rttMs = clock.now() - startedAt;
      permit.success(rttMs);
      this.#record(rttMs);
      return value;
    } catch (error) {
      this.#end(permit, whole, error);
      throw error;
    }
  }

  /**
   * Looks whether the server is well: it offers the tool and, if that does no harm, the tool answers.
   *
   * @returns whether the tool was called.
   * @throws what is wrong with it.
   */
  async probe({ args, read }: Omit<ToolCall<unknown>, 'tenant'>): Promise<boolean> {
    const { approval, clock, pool } = this.parts;
    using deadline = Deadline.after(clock, Math.min(PROBE_MS, this.options.timeoutMs));
    const tenant = this.#lastTenant;
    await pool.run(tenant, deadline, async (session) => approval.inspect(await session.listTools(deadline)));
    if (!this.options.isIdempotent || approval.isQuarantined) return false;
    await this.#attempt({ tenant, args, read }, deadline);
    return true;
  }

  #end(permit: LimitPermit, whole: Deadline, error: unknown): void {
    if (!whole.isOver) return permit.ignore();
    const { server, tool } = this.options;
    toolCallAborted.publish({ server, tool });
    const now = this.parts.clock.now();
    if (error instanceof CallerGoneError || now - this.#backedOffAt < BACK_OFF_PAUSE_MS) return permit.ignore();
    this.#backedOffAt = now;
    permit.dropped();
  }

  async #retried<T>(call: ToolCall<T>, deadline: Deadline): Promise<T> {
    this.#retries.earn();
    for (let attempts = 1; ; attempts++) {
      try {
        return await this.#hedged(call, deadline);
      } catch (error) {
        deadline.throwIfOver();
        if (attempts >= this.options.maxAttempts || !this.#mayRetry(error)) throw error;
        extraAttemptMade.publish({ server: this.options.server, kind: 'retry' });
        const [shortestMs, spreadMs] = RETRY_JITTER_MS;
        await this.#pause(shortestMs + this.random() * spreadMs, deadline);
      }
    }
  }

  /** Takes from the budget if it says yes. */
  #mayRetry(error: unknown): boolean {
    if (error instanceof SessionLostError && error.isUnprocessed) return true;
    return this.options.isIdempotent && isTransient(error) && this.#retries.take();
  }

  #pause(ms: number, deadline: Deadline): Promise<void> {
    return deadline.wait(new Promise((resolve) => void this.parts.clock.schedule(ms, resolve)));
  }

  #hedged<T>(call: ToolCall<T>, deadline: Deadline): Promise<T> {
    const slowMs = this.#slowMs;
    if (!this.options.isIdempotent || !this.options.isHedged || slowMs === undefined) {
      return this.#attempt(call, deadline);
    }
    this.#hedges.earn();
    const { clock } = this.parts;
    return new Promise((resolve, reject) => {
      const underWay = new Set<Deadline>();
      let session: ToolSession | undefined;
      const begin = (avoid?: ToolSession) => {
        const attempt = deadline.child(Infinity);
        underWay.add(attempt);
        const ended = () => {
          underWay.delete(attempt);
          attempt.release();
        };
        const succeed = (value: T) => {
          ended();
          cancelTimer();
          for (const other of underWay) other.cancel('another attempt has ended the call');
          resolve(value);
        };
        const fail = (error: unknown) => {
          ended();
          if (underWay.size > 0) return;
          cancelTimer();
          reject(error);
        };
        this.#attempt(call, attempt, avoid, (used) => (session = used)).then(succeed, fail);
      };
      const cancelTimer = clock.schedule(slowMs, () => {
        if (!this.#hedges.take()) return;
        extraAttemptMade.publish({ server: this.options.server, kind: 'hedge' });
        begin(session);
      });
      begin();
    });
  }

  #attempt<T>(
    { tenant, args, read }: ToolCall<T>,
    deadline: Deadline,
    avoid?: ToolSession,
    onSession?: (session: ToolSession) => void,
  ): Promise<T> {
    const { server, tool } = this.options;
    const work = async (session: ToolSession) => {
      onSession?.(session);
      const result = await session.callTool(tool, args, deadline, this.parts.approval.definition);
      if (this.parts.approval.takeTurn()) void this.#inspect(session);
      if (result.isError === true) throw new ToolFailedError(server, tool);
      return read(result);
    };
    return this.parts.pool.run(tenant, deadline, work, avoid);
  }

  /** A tool that is gone opens the circuit: probes look for it until it is back. */
  async #inspect(session: ToolSession): Promise<void> {
    const { approval, breaker, clock } = this.parts;
    using deadline = Deadline.after(clock, PROBE_MS);
    try {
      approval.inspect(await session.listTools(deadline));
    } catch (error) {
      if (error instanceof ToolMissingError) breaker.open();
    }
  }

  #record(rttMs: number): void {
    this.#latencies.record(rttMs);
    if (++this.#recorded % LATENCIES_BETWEEN_LOOKS !== MIN_LATENCIES) return;
    const { p95, min } = this.#latencies.summarise();
    this.#slowMs = p95 === null ? undefined : Math.max(p95, MIN_HEDGE_DELAY_MS);
    this.#fastestMs = min ?? undefined;
  }
}

/** Worth a second attempt: the failure lies in the connection, not in the question or the tool. */
function isTransient(error: unknown): boolean {
  return ![
    ResultTooLargeError,
    ServerQuarantinedError,
    SessionsExhaustedError,
    ToolFailedError,
    ToolMissingError,
    ToolQuarantinedError,
    ToolResultInvalidError,
  ].some((kind) => error instanceof kind);
}
