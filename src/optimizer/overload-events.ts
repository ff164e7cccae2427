import { EventChannel, type RequestClass } from '../core/index.js';

/** Why a request was not let in. */
export type ShedReason = 'deadline' | 'standing_queue' | 'queue_full' | 'capacity' | 'tenant' | 'pressure';

/** Published for every request that is not let in. */
export const requestShed = new EventChannel<{ readonly class: RequestClass; readonly reason: ShedReason }>(
  'optimizer:request:shed',
);

/**
 * Published for the few requests that were let in although they seemed bound to miss their deadline: whether they would
 * have made it scores the prediction.
 */
export const shedProbed = new EventChannel<{ readonly class: RequestClass; readonly wouldHaveMadeIt: boolean }>(
  'optimizer:shed:probed',
);
