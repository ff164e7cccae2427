export { AttemptBudget } from './attempt-budget.js';
export { GradientLimit, type GradientLimitOptions, type LimitPermit } from './gradient-limit.js';
export { LatencyEstimate } from './latency-estimate.js';
export { powerOfTwoChoices, type Candidate } from './power-of-two-choices.js';
export { RetryBudget } from './retry-budget.js';
export { RollingRatio } from './rolling-ratio.js';
export { SingleFlight } from './single-flight.js';
export { type Quantiles, SlidingHistogram } from './sliding-histogram.js';
export { SlidingWindow, type WindowSummary } from './sliding-window.js';
export { TimeBuckets } from './time-buckets.js';

export { BulkheadRejectedError } from './resilience.errors.js';
