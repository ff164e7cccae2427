/**
 * Answers within the deadline of each request class, or rejects at once.
 *
 * `ClassPolicy` gives a request its class and deadline. `Admission` limits the requests in flight (a gradient limit on
 * their work time), queues the others fairly by class and tenant, earliest deadline first, and rejects on arrival those
 * predicted to be late. `AdmissionPlanner` splits a deadline among admission, MCP servers and the reply, and learns from
 * every answer. `PriorityGuard` opens the context of a request, `SlaInterceptor` sets the service-level headers and
 * records the outcome.
 *
 * Single-threaded and O(log n) per request; a permit must be released in a `finally`. Under memory pressure or a stalled
 * event loop, background work stops first, then patient classes are rejected, then all. A rejection is
 * `OVERLOADED` (503) with `Retry-After`.
 */
export { AdmissionPlanner, predictionScored } from './admission-planner.js';
export type { Permit } from './admission-slot.js';
export { Admission } from './admission.js';
export type { BrownoutStep } from './brownout.js';
export { ClassPolicy, type PlanShape } from './class-policy.js';
export { ClassNotEntitledError, OverloadedError, type Refusal } from './optimizer.errors.js';
export { OptimizerModule } from './optimizer.module.js';
export { requestShed, type ShedReason } from './overload-events.js';
export { PriorityGuard } from './priority.guard.js';
export { SlaInterceptor, setServiceLevelHeaders } from './sla.interceptor.js';
export {
  type AnsweredEvent,
  FAILURE_REASONS,
  type FailureReason,
  recordOutcome,
  requestAnswered,
  requestFailed,
} from './slo.js';
