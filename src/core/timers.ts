import type { CancelTimer, Clock } from './clock.js';
import type { Deadline } from './deadline.js';
import { observe } from './event-channel.js';

/**
 * Resolves after `ms` milliseconds; does not keep the process alive.
 *
 * @throws {DeadlineExceededError} `DEADLINE_EXCEEDED`, if `deadline` passes first.
 * @throws {CancelledError} `CANCELLED`, if `deadline` is cancelled first.
 */
export async function sleep(clock: Clock, ms: number, deadline?: Deadline): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const cancelTimer = clock.schedule(ms, resolve);
  if (deadline === undefined) return promise;
  await deadline.wait(promise).finally(cancelTimer);
}

/**
 * Calls `task` again and again, `ms` milliseconds after the last call has ended. A call that throws or rejects has ended
 * too: the failure is reported, and the next one comes.
 *
 * @returns a function that ends it; a running call is not interrupted.
 */
export function every(clock: Clock, ms: number, task: () => unknown): CancelTimer {
  let isStopped = false;
  let cancelTimer: CancelTimer | undefined;
  const scheduleNext = () => {
    if (!isStopped) cancelTimer = clock.schedule(ms, run);
  };
  const run = () => {
    observe('timer', () => {
      let result: unknown;
      try {
        result = task();
      } finally {
        if (!(result instanceof Promise)) scheduleNext();
      }
      return result instanceof Promise ? result.finally(scheduleNext) : undefined;
    });
  };
  scheduleNext();
  return () => {
    isStopped = true;
    cancelTimer?.();
  };
}
