import { EventChannel, type RequestClass } from '../core/index.js';

/** Why a request was rejected; `cheaper_refused`: its caller accepts no answer that goes without parts. */
export type ShedReason =
  'deadline' | 'lasting_overload' | 'queue_full' | 'capacity' | 'tenant' | 'pressure' | 'cheaper_refused';

/** Published for every rejected request. */
export const requestShed = new EventChannel<{ readonly class: RequestClass; readonly reason: ShedReason }>(
  'optimizer:request:shed',
);
