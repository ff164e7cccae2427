/**
 * What every room shares: clock, deadline, errors, identifiers, event channels, and the types that travel between rooms
 * of equal rank (request context, receipt, findings, progress).
 *
 * Time comes from a {@link Clock}, so that tests advance it; work is bounded by a {@link Deadline}, which propagates
 * cancellation to its children. Nothing here knows Nest, HTTP or the configuration.
 *
 * Failure: contract errors extend {@link AppError} and carry a stable code. What only observes is run by {@link observe}:
 * whatever it throws is counted and logged, and ends nothing. A number from outside is read by {@link wholeNumber}.
 */
export { AppError } from './app-error.js';
export { type Caller, type Entitlement, entitlementSchema } from './caller.js';
export { type CancelTimer, type Clock, SystemClock } from './clock.js';
export { tolerateClosedOutputs } from './closed-outputs.js';
export { CallerGoneError, CancelledError, Deadline, DeadlineExceededError } from './deadline.js';
export { EventChannel, observe, observerFailed } from './event-channel.js';
export type { Finding } from './finding.js';
export { BASE_32, epochMsOf, idPattern, newId } from './ids.js';
export { isOfEnvironment, reasonOf } from './reason.js';
export { Lazy } from './lazy.js';
export { ManualClock } from './manual-clock.js';
export type { ModelAllowance } from './model-tokens.js';
export {
  type Degradation,
  type DegradationCause,
  degradationCauseSchema,
  degradationSchema,
  type Stage,
  type StageName,
  stageSchema,
} from './receipt.js';
export {
  REQUEST_CLASSES,
  REQUESTED_CLASSES,
  type RequestClass,
  requestClassSchema,
  type RequestedClass,
  requestedClassSchema,
} from './request-class.js';
export { PRODUCT_VERSION } from './product-version.js';
export type { RequestContext, ServiceLevel } from './request-context.js';
export { roundToMicroseconds, RequestTimeline } from './request-timeline.js';
export { every, sleep } from './timers.js';
export {
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
  type TraceContext,
  traceHeaders,
} from './trace-context.js';
export { wholeNumber } from './whole-number.js';
