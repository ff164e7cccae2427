/** Larger means earlier; 1 is the optimum for costs that vary as an exponential distribution does. */
const BETA = 1;
/** Beyond so many times its cost before the end, the chance of a refresh is below one in a billion. */
const FAR = 21;

/**
 * Whether to make an entry anew although it is still fresh: the likelier the nearer its end and the longer it takes,
 * so that of many readers one does it in time and the rest never wait.
 *
 * @param leftMs  Time until it is stale, milliseconds.
 * @param costMs  What making it takes, milliseconds.
 * @param random  Uniform in (0, 1].
 * @see Vattani, Chierichetti, Lowenstein: Optimal Probabilistic Cache Stampede Prevention (VLDB 2015), XFetch
 */
export function isRefreshDue(leftMs: number, costMs: number, random: () => number): boolean {
  if (leftMs > FAR * BETA * costMs) return false;
  return -BETA * costMs * Math.log(random()) >= leftMs;
}
