import type { Clock, Deadline } from '../core/index.js';

/**
 * Runs `attempt`, and a second one in parallel if the first takes longer than the delay. The first success wins and
 * cancels the other; it fails only when every running attempt has failed.
 *
 * @param mayHedge Called when the delay has passed; false leaves it at one attempt.
 * @param attempt Gets a deadline of its own, cancelled when it has lost.
 * @throws what the last failed attempt throws.
 * @see Dean & Barroso, The Tail at Scale, 2013: hedged requests
 */
export function hedge<T>(
  { delayMs, mayHedge }: { readonly delayMs: number; readonly mayHedge: () => boolean },
  attempt: (deadline: Deadline, isHedge: boolean) => Promise<T>,
  deadline: Deadline,
  clock: Clock,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const running = new Set<Deadline>();
    const start = async (isHedge: boolean) => {
      using own = deadline.child(Infinity);
      running.add(own);
      try {
        const value = await attempt(own, isHedge);
        running.delete(own);
        cancelTimer();
        for (const other of running) other.cancel('another attempt has ended the call');
        resolve(value);
      } catch (error) {
        running.delete(own);
        if (running.size > 0) return;
        cancelTimer();
        reject(error);
      }
    };
    const cancelTimer = clock.schedule(delayMs, () => {
      if (mayHedge()) void start(true);
    });
    void start(false);
  });
}
