import {
  EventChannel,
  type DegradationCause,
  type RequestClass,
  type RequestContext,
  type Stage,
} from '../core/index.js';

/** One answer that left through a face. */
export interface AnsweredEvent {
  /** Under which its receipt is found. */
  readonly requestId: string;
  readonly class: RequestClass;
  readonly elapsedMs: number;
  readonly isInTime: boolean;
  readonly causes: readonly DegradationCause[];
  readonly stages: readonly Stage[];
}

/** Published once for every answer that left through a face. */
export const requestAnswered = new EventChannel<AnsweredEvent>('optimizer:request:answered');

/** Says whether the class of a request kept its promise, now that the reply is about to leave. */
export function recordOutcome({ requestId, level, timeline: waterfall, degradations }: RequestContext): void {
  const { elapsedMs } = waterfall;
  requestAnswered.publish({
    requestId,
    class: level.class,
    elapsedMs,
    isInTime: elapsedMs <= level.deadlineMs,
    causes: degradations.map(({ cause }) => cause),
    stages: waterfall.stages,
  });
}
