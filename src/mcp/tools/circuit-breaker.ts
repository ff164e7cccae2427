import CircuitBreakerImpl from 'opossum';

import { CallerGoneError, type Clock } from '../../core/index.js';
import type { BreakerState } from './enhancement.js';
import { CircuitOpenError } from '../mcp.errors.js';

import { RollingRatio } from '../../resilience/index.js';

export interface CircuitBreakerOptions {
  /** Share of failed calls beyond which the circuit opens, in (0, 1]. */
  readonly failureRatio: number;
  /** A call that takes longer counts as slow, from that moment, milliseconds. */
  readonly slowCallMs: number;
  /** Share of slow calls from which the circuit opens, in (0, 1]. */
  readonly slowCallRatio: number;
  /** Calls within the sampling window below which the circuit stays closed. */
  readonly minimumThroughput: number;
  /** Length of the sampling window, milliseconds. */
  readonly samplingDurationMs: number;
  /** How long the circuit stays open before the server is probed, again after each probe that fails, milliseconds. */
  readonly breakDurationMs: number;
}

/**
 * Stops calling a server that fails or is slow, and probes it in the background until it is well.
 *
 * Nobody waits for the single call of the half-open state. It is the probe; where that may not call the tool itself, it
 * is the next live call, made for its effect while its caller is refused like all others until the circuit is closed.
 * Refusals are an error made in advance.
 */
export class CircuitBreaker {
  readonly #breaker: CircuitBreakerImpl<[() => Promise<unknown>]>;
  readonly #slowCalls: RollingRatio;
  readonly #rejection: Promise<never>;
  /** The server answers, but whether its tool does, only a live call can tell. */
  #awaitsTrial = false;

  /**
   * @param probe Settles by itself in bounded time, with whether the tool itself was called; its failure keeps the
   *   circuit open.
   */
  constructor(
    server: string,
    private readonly options: CircuitBreakerOptions,
    private readonly clock: Clock,
    probe: () => Promise<boolean>,
    onChange: (state: BreakerState) => void,
  ) {
    this.#rejection = Promise.reject(withoutStack(() => new CircuitOpenError(server)));
    this.#rejection.catch(() => undefined);
    this.#slowCalls = new RollingRatio(options.samplingDurationMs, clock);
    this.#breaker = new CircuitBreakerImpl(async (work) => work(), {
      name: server,
      // The deadline ends a call, and tells the server; opossum's timeout would leave it running.
      timeout: false,
      errorThresholdPercentage: options.failureRatio * 100,
      volumeThreshold: options.minimumThroughput,
      rollingCountTimeout: options.samplingDurationMs,
      resetTimeout: options.breakDurationMs,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // A call that its caller called off is no failure of the server; nor does it show that the server is well.
      errorFilter: (error: unknown) => error instanceof CallerGoneError && this.#breaker.closed,
    });
    this.#breaker.on('open', () => {
      this.#awaitsTrial = false;
      onChange('open');
    });
    this.#breaker.on('halfOpen', () => {
      onChange('halfOpen');
      void this.#examine(probe);
    });
    this.#breaker.on('close', () => {
      this.#awaitsTrial = false;
      this.#slowCalls.reset();
      onChange('closed');
    });
  }

  get state(): BreakerState {
    if (this.#breaker.opened) return 'open';
    return this.#breaker.halfOpen ? 'halfOpen' : 'closed';
  }

  /** @throws {CircuitOpenError} `MCP_CIRCUIT_OPEN`, without running `work`, unless the circuit is closed. */
  execute<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#breaker.closed) {
      if (this.#awaitsTrial) this.#try(work);
      return this.#rejection;
    }
    const { slowCallMs, slowCallRatio, minimumThroughput } = this.options;
    this.#slowCalls.countOne();
    const cancelTimer = this.clock.schedule(slowCallMs, () => {
      this.#slowCalls.countHit();
      const { ratio, count } = this.#slowCalls;
      if (count >= minimumThroughput && ratio >= slowCallRatio) this.open();
    });
    return this.#breaker.fire(work).finally(cancelTimer) as Promise<T>;
  }

  /** Opens the circuit at once, for what needs no statistics: a process found frozen, for example. */
  open(): void {
    if (this.#breaker.closed) this.#breaker.open();
  }

  close(): void {
    this.#breaker.shutdown();
  }

  async #examine(probe: () => Promise<boolean>): Promise<void> {
    const isWell = await probe().catch(() => undefined);
    // A call begun before the circuit opened may have settled the matter meanwhile.
    if (!this.#breaker.halfOpen) return;
    if (isWell === undefined) this.#breaker.open();
    else if (isWell) this.#breaker.close();
    else this.#awaitsTrial = true;
  }

  #try(work: () => Promise<unknown>): void {
    this.#awaitsTrial = false;
    this.#breaker.fire(work).catch(() => undefined);
  }
}

/** A refusal that is thrown thousands of times a second shows nobody a stack. */
function withoutStack<E extends Error>(make: () => E): E {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
