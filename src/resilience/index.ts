/**
 * Resilience primitives: plain classes, free of Nest and of every other room but `core/`.
 *
 * - Protection of a dependency: {@link CircuitBreaker} (opossum, plus slow-call ratio and background probes),
 *   {@link GradientLimit} (adaptive concurrency), {@link hedge}, {@link RetryBudget} (share of extra attempts).
 * - Choice and sharing: {@link powerOfTwoChoices}, {@link SingleFlight}.
 * - Statistics, one of each: {@link Ewma} with {@link PeakEwma}, {@link TimeBuckets} (a window as a ring of slices),
 *   {@link SlidingHistogram} (a DDSketch per slice).
 *
 * Concurrency: everything runs on the event loop and is O(1) per call; only quantiles and window sums cost O(buckets).
 * Time comes from the injected clock. Failures of the protected work pass through unchanged; a rejection by a primitive
 * is an error made in advance ({@link BulkheadRejectedError}) or a return value (`undefined`, `false`).
 */
export { CircuitBreaker, type BreakerState, type CircuitBreakerOptions } from './circuit-breaker.js';
export { Ewma, PeakEwma } from './ewma.js';
export { GradientLimit, type LimitPermit } from './gradient-limit.js';
export { hedge } from './hedge.js';
export { powerOfTwoChoices, type Candidate } from './power-of-two-choices.js';
export { BulkheadRejectedError } from './resilience.errors.js';
export { RetryBudget } from './retry-budget.js';
export { SingleFlight } from './single-flight.js';
export { SlidingHistogram } from './sliding-histogram.js';
export { TimeBuckets } from './time-buckets.js';
