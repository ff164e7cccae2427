export { AppError } from './app-error.js';
export { type Caller, type Entitlement, entitlementSchema } from './caller.js';
export { type CancelTimer, type Clock, every, SystemClock } from './clock.js';
export { CallerGoneError, CancelledError, Deadline, DeadlineExceededError } from './deadline.js';
export { EventChannel } from './event-channel.js';
export type { Finding } from './finding.js';
export { epochMsOf, type IdKind, idPattern, newId } from './ids.js';
export { Lazy } from './lazy.js';
export { ManualClock } from './manual-clock.js';
export type { ModelAllowance } from './model-tokens.js';
export type { ProgressEvent, ProgressListener } from './progress.js';
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
  type RequestClass,
  requestClassSchema,
  type RequestedClass,
  requestedClassSchema,
} from './request-class.js';
export type { RequestContext, ServiceLevel } from './request-context.js';
export { roundToMicroseconds, RequestTimeline } from './request-timeline.js';
export { describeViolations, formatPath, type SchemaViolation } from './schema-violation.js';
export {
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  runInTrace,
  type TraceContext,
  traceHeaders,
} from './trace-context.js';
