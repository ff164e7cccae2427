import {
  EventChannel,
  type DegradationCause,
  type RequestClass,
  type RequestContext,
  type Stage,
} from '../core/index.js';

/** An answer that an endpoint has sent. */
export interface AnsweredEvent {
  readonly requestId: string;
  readonly class: RequestClass;
  readonly elapsedMs: number;
  readonly isInTime: boolean;
  readonly causes: readonly DegradationCause[];
  readonly stages: readonly Stage[];
}

/** Published once for every answer that an endpoint has sent. */
export const requestAnswered = new EventChannel<AnsweredEvent>('optimizer:request:answered');

/** Publishes {@link requestAnswered}, with whether the answer met the deadline of its class. */
export function recordOutcome({ requestId, level, timeline, degradations }: RequestContext): void {
  const { elapsedMs, stages } = timeline;
  requestAnswered.publish({
    requestId,
    class: level.class,
    elapsedMs,
    isInTime: elapsedMs <= level.deadlineMs,
    causes: degradations.map(({ cause }) => cause),
    stages,
  });
}

/** Why a question got no answer although it was admissible and its caller did nothing wrong. */
export const FAILURE_REASONS = ['store', 'deadline', 'internal'] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Published once for every question that failed; those rejected for overload are `requestShed`. */
export const requestFailed = new EventChannel<{ readonly class: RequestClass; readonly reason: FailureReason }>(
  'optimizer:request:failed',
);
