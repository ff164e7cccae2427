import CircuitBreakerImpl from 'opossum';

import { CallerGoneError, observe, type Clock } from '../core/index.js';

import { TimeBuckets } from './time-buckets.js';

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
  /** How long the circuit stays open before a probe, again after each failed probe, milliseconds. */
  readonly breakDurationMs: number;
}

export type BreakerState = 'closed' | 'open' | 'halfOpen';

/** The protected dependency, as the breaker needs it. */
export interface BreakerSubject {
  /** Makes the error of a rejected call, once, without a stack. */
  rejection(): Error;
  /**
   * Examines the dependency in bounded time. After a failure the circuit stays open, `true` closes it; `false` means that
   * only a live call can decide.
   */
  probe(): Promise<boolean>;
  onChange(state: BreakerState): void;
}

/**
 * Circuit breaker that opens on failed and on slow calls, and probes in the background until the dependency is well.
 *
 * In the half-open state the single trial is the probe, or, where that returns `false`, the next live call: it runs for
 * its effect, while its caller is rejected like all others until the circuit is closed.
 */
export class CircuitBreaker {
  readonly #breaker: CircuitBreakerImpl<[() => Promise<unknown>]>;
  readonly #calls: TimeBuckets<{ total: number; slow: number }>;
  readonly #rejection: Promise<never>;
  #awaitsTrial = false;

  constructor(
    private readonly options: CircuitBreakerOptions,
    subject: BreakerSubject,
    private readonly clock: Clock,
  ) {
    this.#rejection = Promise.reject(withoutStack(() => subject.rejection()));
    this.#rejection.catch(() => undefined);
    const window = { windowMs: options.samplingDurationMs, slices: 10 };
    this.#calls = new TimeBuckets(window, clock, () => ({ total: 0, slow: 0 }));
    this.#breaker = new CircuitBreakerImpl(async (work) => work(), {
      // The deadline ends a call; opossum's timeout would leave it running.
      timeout: false,
      errorThresholdPercentage: options.failureRatio * 100,
      volumeThreshold: options.minimumThroughput,
      rollingCountTimeout: options.samplingDurationMs,
      resetTimeout: options.breakDurationMs,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      // A call cancelled by its caller is no failure; nor does it show that the dependency is well.
      errorFilter: (error: unknown) => error instanceof CallerGoneError && this.#breaker.closed,
    });
    // opossum emits within the call: what a listener throws would be the outcome of the call.
    const onChange = (state: BreakerState) => observe('resilience:circuit:changed', () => subject.onChange(state));
    this.#breaker.on('open', () => {
      this.#awaitsTrial = false;
      onChange('open');
    });
    this.#breaker.on('halfOpen', () => {
      onChange('halfOpen');
      void this.#examine(subject);
    });
    this.#breaker.on('close', () => {
      this.#awaitsTrial = false;
      this.#calls.clear();
      onChange('closed');
    });
  }

  get state(): BreakerState {
    if (this.#breaker.opened) return 'open';
    return this.#breaker.halfOpen ? 'halfOpen' : 'closed';
  }

  /** @throws the subject's rejection, without running `work`, unless the circuit is closed. */
  execute<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#breaker.closed) {
      if (this.#awaitsTrial) this.#try(work);
      return this.#rejection;
    }
    this.#calls.present.total++;
    const cancelTimer = this.clock.schedule(this.options.slowCallMs, () => this.#countSlow());
    return this.#breaker.fire(work).finally(cancelTimer) as Promise<T>;
  }

  /** Opens the circuit at once, on a sign that needs no statistics, such as a frozen process. */
  open(): void {
    if (this.#breaker.closed) this.#breaker.open();
  }

  close(): void {
    this.#breaker.shutdown();
  }

  #countSlow(): void {
    this.#calls.present.slow++;
    const { minimumThroughput, slowCallRatio } = this.options;
    let [total, slow] = [0, 0];
    for (const slice of this.#calls.within()) {
      total += slice.total;
      slow += slice.slow;
    }
    if (total > 0 && total >= minimumThroughput && slow / total >= slowCallRatio) this.open();
  }

  async #examine(subject: BreakerSubject): Promise<void> {
    const isWell = await subject.probe().catch(() => undefined);
    // A call started before the circuit opened may have settled the matter meanwhile.
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

/** The stack of an error that is thrown thousands of times a second says nothing. */
function withoutStack<E extends Error>(make: () => E): E {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
