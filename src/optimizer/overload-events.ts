import { EventChannel, type RequestClass } from '../core/index.js';

/** Why a request was rejected. */
export type ShedReason = 'deadline' | 'standing_queue' | 'queue_full' | 'capacity' | 'tenant' | 'pressure';

/** Published for every rejected request. */
export const requestShed = new EventChannel<{ readonly class: RequestClass; readonly reason: ShedReason }>(
  'optimizer:request:shed',
);

/** Published for a request that was predicted to miss its deadline and admitted to score the prediction. */
export const shedProbed = new EventChannel<{ readonly class: RequestClass; readonly wouldHaveBeenInTime: boolean }>(
  'optimizer:shed:probed',
);
