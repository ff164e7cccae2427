export { AppError } from './app-error.js';
export { entitlementSchema, type Caller, type Entitlement } from './caller.js';
export { EventChannel } from './channel.js';
export { SystemClock, type CancelTimer, type Clock } from './clock.js';
export { CallerGoneError, CancelledError, Deadline, DeadlineExceededError } from './deadline.js';
export type { Finding } from './finding.js';
export { epochMsOf, idPattern, newId, type IdKind } from './ids.js';
export { ManualClock } from './manual-clock.js';
export { OnDemand } from './on-demand.js';
export type { ProgressEvent, ProgressListener } from './progress.js';
export {
  degradationCauseSchema,
  degradationSchema,
  stageSchema,
  type Degradation,
  type DegradationCause,
  type Stage,
  type StageName,
} from './receipt.js';
export {
  REQUEST_CLASSES,
  requestClassSchema,
  requestedClassSchema,
  type RequestClass,
  type RequestedClass,
} from './request-class.js';
export type { ModelTokens } from './model-tokens.js';
export type { RequestContext, ServiceLevel } from './request-context.js';
export { describeViolations, formatPath, type SchemaViolation } from './schema-violation.js';
export { SlidingWindow, type WindowSummary } from './sliding-window.js';
export {
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
  traceHeaders,
  type TraceContext,
} from './trace-context.js';
export { roundToMicroseconds, Waterfall } from './waterfall.js';
