import CircuitBreakerImpl from 'opossum';

import { CallerGoneError } from '../common/index.js';

import type { BreakerState } from './enhancement.js';
import { CircuitOpenError } from './mcp.errors.js';

export interface CircuitBreakerOptions {
  /** Share of failed calls that opens the circuit, in (0, 1]. */
  readonly failureRatio: number;
  /** Calls within the sampling window below which the circuit stays closed. */
  readonly minimumThroughput: number;
  /** Length of the sampling window, milliseconds. */
  readonly samplingDurationMs: number;
  /** How long the circuit stays open before one call is let through as a probe, milliseconds. */
  readonly breakDurationMs: number;
}

/** Stops calling a server that fails, and tries again after a while with a single call. */
export class CircuitBreaker {
  readonly #breaker: CircuitBreakerImpl<[() => Promise<unknown>]>;

  constructor(
    private readonly server: string,
    options: CircuitBreakerOptions,
    onChange: (state: BreakerState) => void,
  ) {
    this.#breaker = new CircuitBreakerImpl(async (work) => work(), {
      name: server,
      // The deadline ends a call, and tells the server; opossum's timeout would leave it running.
      timeout: false,
      errorThresholdPercentage: options.failureRatio * 100,
      volumeThreshold: options.minimumThroughput,
      rollingCountTimeout: options.samplingDurationMs,
      resetTimeout: options.breakDurationMs,
      rollingPercentilesEnabled: false,
      // A call that its caller called off is no failure of the server.
      errorFilter: (error: unknown) => error instanceof CallerGoneError,
    });
    this.#breaker.on('open', () => onChange('open'));
    this.#breaker.on('halfOpen', () => onChange('halfOpen'));
    this.#breaker.on('close', () => onChange('closed'));
  }

  get state(): BreakerState {
    if (this.#breaker.opened) return 'open';
    return this.#breaker.halfOpen ? 'halfOpen' : 'closed';
  }

  /** @throws {CircuitOpenError} `MCP_CIRCUIT_OPEN`, without running `work`, while the circuit is open. */
  async execute<T>(work: () => Promise<T>): Promise<T> {
    try {
      return (await this.#breaker.fire(work)) as T;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EOPENBREAKER') {
        throw new CircuitOpenError(this.server);
      }
      throw error;
    }
  }

  close(): void {
    this.#breaker.shutdown();
  }
}
