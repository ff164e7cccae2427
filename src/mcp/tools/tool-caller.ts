import { AppError, CallerGoneError, Deadline, sleep, type Clock } from '../../core/index.js';
import type { PoolUse } from '../../memory/index.js';
import {
  BulkheadRejectedError,
  CircuitBreaker,
  type CircuitBreakerOptions,
  GradientLimit,
  hedge,
  type LimitPermit,
  RetryBudget,
  SlidingHistogram,
} from '../../resilience/index.js';
import type { SessionPool } from '../sessions/session-pool.js';
import type { ToolSession } from '../sessions/tool-session.js';
import {
  CircuitOpenError,
  ResultTooLargeError,
  ServerCutOffError,
  ServerQuarantinedError,
  SessionLostError,
  SessionsExhaustedError,
  ToolFailedError,
  ToolMissingError,
  ToolQuarantinedError,
  ToolResultInvalidError,
} from '../transport/mcp.errors.js';
import type { ToolReply } from '../transport/peer-tools.js';

import { breakerChanged, extraAttemptMade, toolCallAborted, type ServerState } from './enhancement.js';
import type { ToolPinning } from './tool-pinning.js';

export interface ToolCallerOptions {
  readonly server: string;
  readonly tool: string;
  /** Longest time for one call, every attempt included, milliseconds. */
  readonly timeoutMs: number;
  /** Upper bound of calls in flight; the adaptive limit is found below it. */
  readonly capacity: number;
  readonly breaker: CircuitBreakerOptions;
  /** The tool may be retried, hedged and probed: calling it twice has the effect of calling it once. */
  readonly isIdempotent: boolean;
  /** Attempts one after another, the first included. */
  readonly maxAttempts: number;
  /** Whether a slow call may be overtaken by a second one. */
  readonly isHedged: boolean;
}

/** One call: on behalf of which tenant, with what arguments, and how the result is read. */
export interface ToolCall<T> {
  readonly tenant: string;
  readonly args: Record<string, unknown>;
  /** @throws {ToolResultInvalidError} if the result is unusable; the call has failed then. */
  readonly read: (result: ToolReply) => T;
}

/** The call that a probe makes, on a session of the latest tenant. */
export type ProbeCall = Omit<ToolCall<unknown>, 'tenant'>;

/** The limit never falls below this, or below the capacity where that is less. */
const MIN_LIMIT = 16;
const RETRIES_PER_CALL = 0.1;
const HEDGES_PER_CALL = 0.05;
/** Wait before a retry: the least, and its spread, milliseconds. */
const [RETRY_WAIT_MS, RETRY_SPREAD_MS] = [20, 80];
/** No call is hedged earlier, milliseconds: the gain would go unnoticed, and use up the budget of the next slow call. */
const MIN_HEDGE_DELAY_MS = 20;
const LATENCY_WINDOW_MS = 300_000;
/** Samples needed before the latencies are evaluated. */
const MIN_LATENCIES = 20;
/** Samples between two evaluations. */
const LATENCIES_PER_EVALUATION = 64;
/** The limit backs off at most once in that time: calls lost together are one sign, milliseconds. */
const BACK_OFF_PAUSE_MS = 1_000;
/** Longest time for a probe, milliseconds. */
const PROBE_MS = 1_000;

/**
 * Calls one tool of one server, protected in this order: concurrency limit, circuit breaker, retry, hedge, session.
 *
 * Retries (≤ 10 % of calls) and hedges (≤ 5 %, started when a call takes longer than the 95th percentile, and 20 ms) are
 * for idempotent tools; a call that the server never worked on is retried whatever the tool.
 */
export class ToolCaller {
  readonly #limit: GradientLimit;
  readonly #breaker: CircuitBreaker;
  readonly #full: BulkheadRejectedError;
  readonly #retries = new RetryBudget(RETRIES_PER_CALL);
  readonly #hedges = new RetryBudget(HEDGES_PER_CALL);
  readonly #latencies: SlidingHistogram;
  #lastTenant = '';
  #recorded = 0;
  #slowMs: number | undefined;
  #fastestMs: number | null = null;
  #backedOffAt = -Infinity;
  #lastFailure: ServerState['lastFailure'] = null;

  constructor(
    private readonly options: ToolCallerOptions,
    private readonly pool: SessionPool,
    private readonly pinning: ToolPinning,
    probe: ProbeCall,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {
    const { server, capacity } = options;
    const minLimit = Math.min(MIN_LIMIT, capacity);
    this.#limit = new GradientLimit({ minLimit, initialLimit: capacity, maxLimit: capacity });
    this.#full = new BulkheadRejectedError(`mcp:${server}`, capacity);
    this.#latencies = new SlidingHistogram({ windowMs: LATENCY_WINDOW_MS }, clock);
    const subject = {
      rejection: () => new CircuitOpenError(server),
      probe: () => this.#probe(probe),
      onChange: (state: ServerState['breaker']) => breakerChanged.publish({ server, state }),
    };
    this.#breaker = new CircuitBreaker(options.breaker, subject, clock);
    pool.onLost = ({ loss }) => {
      if (loss === 'frozen' || loss === 'cutOff') this.#breaker.open();
    };
  }

  get state(): ServerState {
    const { server, capacity } = this.options;
    const { sessions, maxSessions, opened } = this.pool.state;
    return {
      server,
      breaker: this.#breaker.state,
      isQuarantined: this.pool.isQuarantined || this.pinning.isQuarantined,
      inFlight: this.#limit.inFlight,
      limit: this.#limit.limit,
      capacity,
      minRttMs: this.#fastestMs,
      sessions,
      maxSessions,
      spawns: opened,
      retries: this.#retries.spent,
      hedges: this.#hedges.spent,
      lastFailure: this.#lastFailure,
    };
  }

  get poolUse(): PoolUse {
    return this.pool.use;
  }

  /**
   * @param deadline Absolute; when it or the tool's own time-out passes, the call is cancelled on the server.
   * @throws {ToolQuarantinedError | BulkheadRejectedError | CircuitOpenError} without calling the server.
   * @throws {DeadlineExceededError | CancelledError} if time ran out.
   * @throws {ToolFailedError | ToolResultInvalidError | SessionLostError | AppError} if the call failed.
   */
  async call<T>(call: ToolCall<T>, deadline: Deadline): Promise<T> {
    this.pinning.check();
    const permit = this.#limit.acquire();
    if (permit === undefined) throw this.#full;
    this.#lastTenant = call.tenant;
    const startedAt = this.clock.now();
    using whole = deadline.child(this.options.timeoutMs);
    try {
      const value = await this.#breaker.execute(() => this.#retried(call, whole));
      const rttMs = this.clock.now() - startedAt;
      permit.success(rttMs);
      this.#record(rttMs);
      return value;
    } catch (error) {
      this.#end(permit, whole, error);
      if (!(error instanceof CircuitOpenError || error instanceof CallerGoneError)) this.#noteFailure(error);
      throw error;
    }
  }

  /** Opens no more sessions, and ends those there are as soon as their last call has ended. */
  async drain(): Promise<void> {
    this.#breaker.close();
    await this.pool.drain();
  }

  /**
   * Checks that the server offers the tool and, where that is safe, that the tool answers.
   *
   * @returns whether the tool was called.
   */
  async #probe(call: ProbeCall): Promise<boolean> {
    const tenant = this.#lastTenant;
    using deadline = Deadline.after(this.clock, Math.min(PROBE_MS, this.options.timeoutMs));
    await this.pool.run(tenant, deadline, (session) => this.#inspect(session, deadline));
    if (!this.options.isIdempotent || this.pinning.isQuarantined) return false;
    await this.#attempt({ ...call, tenant }, deadline);
    return true;
  }

  #noteFailure(error: unknown): void {
    // What the system says about a connection has addresses in it.
    const reason = error instanceof AppError ? error.message : 'the connection failed';
    this.#lastFailure = { at: this.clock.epochMs(), reason };
  }

  #end(permit: LimitPermit, whole: Deadline, error: unknown): void {
    if (!whole.isOver) return permit.ignore();
    const { server, tool } = this.options;
    toolCallAborted.publish({ server, tool });
    const now = this.clock.now();
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
        if (attempts >= this.options.maxAttempts || !this.#tryRetry(error)) throw error;
        extraAttemptMade.publish({ server: this.options.server, kind: 'retry' });
        const waitMs = RETRY_WAIT_MS + this.random() * RETRY_SPREAD_MS;
        await sleep(this.clock, waitMs, deadline);
      }
    }
  }

  /** Spends from the budget if it returns true. */
  #tryRetry(error: unknown): boolean {
    if (error instanceof SessionLostError && error.isUnprocessed) return true;
    return this.options.isIdempotent && isTransient(error) && this.#retries.trySpend();
  }

  #hedged<T>(call: ToolCall<T>, deadline: Deadline): Promise<T> {
    const { server, isHedged, isIdempotent } = this.options;
    const delayMs = this.#slowMs;
    if (!isIdempotent || !isHedged || delayMs === undefined) return this.#attempt(call, deadline);
    this.#hedges.earn();
    const mayHedge = () => {
      const isSpent = this.#hedges.trySpend();
      if (isSpent) extraAttemptMade.publish({ server, kind: 'hedge' });
      return isSpent;
    };
    let first: ToolSession | undefined;
    const attempt = (own: Deadline, isHedge: boolean) =>
      this.#attempt(call, own, isHedge ? first : undefined, (session) => (first ??= session));
    return hedge({ delayMs, mayHedge }, attempt, deadline, this.clock);
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
      const result = await session.callTool(tool, args, deadline, this.pinning.definition);
      if (this.pinning.isInspectionDue()) void this.#reinspect(session);
      if (result.isError) throw new ToolFailedError(server, tool);
      return read(result);
    };
    return this.pool.run(tenant, deadline, work, avoid);
  }

  async #inspect(session: ToolSession, deadline: Deadline): Promise<void> {
    this.pinning.inspect(await session.listTools(deadline));
  }

  /** A missing tool opens the circuit; probes close it when the tool is back. */
  async #reinspect(session: ToolSession): Promise<void> {
    using deadline = Deadline.after(this.clock, PROBE_MS);
    await this.#inspect(session, deadline).catch((error: unknown) => {
      if (error instanceof ToolMissingError) this.#breaker.open();
    });
  }

  #record(rttMs: number): void {
    this.#latencies.record(rttMs);
    if (++this.#recorded % LATENCIES_PER_EVALUATION !== MIN_LATENCIES) return;
    const { sketch } = this.#latencies;
    if (sketch.count < MIN_LATENCIES) return;
    this.#slowMs = Math.max(sketch.quantile(0.95) ?? 0, MIN_HEDGE_DELAY_MS);
    this.#fastestMs = sketch.quantile(0);
  }
}

/** Whether a second attempt may succeed: the failure lies in the connection, not in the question or the tool. */
function isTransient(error: unknown): boolean {
  return ![
    ResultTooLargeError,
    ServerCutOffError,
    ServerQuarantinedError,
    SessionsExhaustedError,
    ToolFailedError,
    ToolMissingError,
    ToolQuarantinedError,
    ToolResultInvalidError,
  ].some((kind) => error instanceof kind);
}
