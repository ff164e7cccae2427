import { EventChannel, type DegradationCause, type RequestClass, type RequestContext } from '../common/index.js';

/** One answer that left through a face. */
export interface AnsweredEvent {
  readonly class: RequestClass;
  readonly elapsedMs: number;
  readonly isInTime: boolean;
  readonly causes: readonly DegradationCause[];
}

/** Published once for every answer that left through a face. */
export const requestAnswered = new EventChannel<AnsweredEvent>('optimizer:request:answered');

/** Says whether the class of a request kept its promise, now that the reply is about to leave. */
export function publishAttainment({ level, waterfall, degradations }: RequestContext): void {
  const { elapsedMs } = waterfall;
  requestAnswered.publish({
    class: level.class,
    elapsedMs,
    isInTime: elapsedMs <= level.deadlineMs,
    causes: degradations.map(({ cause }) => cause),
  });
}
