import { EventChannel, type RequestClass } from '../core/index.js';

/** Why a request was rejected. */
export type ShedReason = 'deadline' | 'lasting_overload' | 'queue_full' | 'capacity' | 'tenant' | 'pressure';

/** Published for every rejected request. */
export const requestShed = new EventChannel<{ readonly class: RequestClass; readonly reason: ShedReason }>(
  'optimizer:request:shed',
);
