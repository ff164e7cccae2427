export { Admission, type AdmissionState, type Permit } from './admission.js';
export { publishAttainment, requestAnswered, type AnsweredEvent } from './attainment.js';
export { Bulkhead } from './bulkhead.js';
export type { Headers } from './caller-limit.js';
export { ClassPolicy, type Arrival, type PlanShape } from './class-policy.js';
export { Forecast } from './forecast.js';
export { httpExchange, type HttpExchange } from './http-exchange.js';
export {
  BulkheadRejectedError,
  ClassNotEntitledError,
  HeaderInvalidError,
  OverloadedError,
} from './optimizer.errors.js';
export { OptimizerModule } from './optimizer.module.js';
export { PriorityGuard } from './priority.guard.js';
export { SlaInterceptor } from './sla.interceptor.js';
export { wishesOf } from './wishes.js';
