/** Larger means earlier; 1 is the optimum for exponentially distributed costs. */
const BETA = 1;
/** With more than this many times the cost left, the chance of a refresh is below one in a billion. */
const MAX_LEAD = 21;

/**
 * Whether to recompute a value that is still fresh: with a probability that grows as its end approaches and with its
 * cost, so that one of many readers refreshes it in time and none waits.
 *
 * @param leftMs  Time until it is stale, milliseconds.
 * @param costMs  Duration of the computation, milliseconds.
 * @param random  Uniform in (0, 1].
 * @see Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention (VLDB 2015), XFetch
 */
export function isRefreshDue(leftMs: number, costMs: number, random: () => number): boolean {
  if (leftMs > MAX_LEAD * BETA * costMs) return false;
  return -BETA * costMs * Math.log(random()) >= leftMs;
}
