export { type Permit } from './admission-slot.js';
export { Admission, type AdmissionPressure, type AdmissionState } from './admission.js';
export { publishAttainment, requestAnswered, type AnsweredEvent } from './attainment.js';
export { Bulkhead } from './bulkhead.js';
export type { Headers } from './caller-limit.js';
export { ClassPolicy, type Arrival, type PlanShape } from './class-policy.js';
export { Forecast } from './forecast.js';
export { GradientLimit, type GradientLimitOptions, type LimitPermit } from './gradient-limit.js';
export { httpExchange, type HttpExchange } from './http-exchange.js';
export {
  BulkheadRejectedError,
  ClassNotEntitledError,
  HeaderInvalidError,
  JobQueueFullError,
  OverloadedError,
  type Refusal,
} from './optimizer.errors.js';
export { OptimizerModule } from './optimizer.module.js';
export { requestShed, shedProbed, type ShedReason } from './overload-events.js';
export { openContext, PriorityGuard } from './priority.guard.js';
export { Intake, predictionScored, type Foresight } from './intake.js';
export { JobQueueModule } from './queue/job-queue.module.js';
export { JobQueue, type JobQueueState } from './queue/job-queue.js';
export { JobStore, NoJobStore } from './queue/job-store.js';
export {
  jobEnded,
  storedJobSchema,
  type AddedJob,
  type AddJobOptions,
  type DeadLetter,
  type JobHandler,
  type JobKind,
  type JobRun,
  type StoredJob,
} from './queue/job.js';
export { SpareCapacity } from './queue/spare-capacity.js';
export { SlaInterceptor, tellServiceLevel } from './sla.interceptor.js';
export { wishesOf } from './wishes.js';
