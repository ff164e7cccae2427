import type { CancelTimer, Clock } from './clock.js';
import type { Deadline } from './deadline.js';

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
 * Calls `task` again and again, `ms` milliseconds after the last call has ended; a promise that rejects ends a call too.
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
    const result = task();
    if (result instanceof Promise) result.then(scheduleNext, scheduleNext);
    else scheduleNext();
  };
  scheduleNext();
  return () => {
    isStopped = true;
    cancelTimer?.();
  };
}
