import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waits for something another process or a background task does: so long that only what never comes is given up.
 *
 * @returns the first value of `probe` that is not undefined.
 */
export async function eventually<T>(
  probe: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 45_000,
): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > giveUpAt) throw new Error(`nothing happened within ${timeoutMs} ms`);
    await pause(20);
  }
}
