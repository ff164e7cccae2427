/** One measurement: `y` at `x`. */
export type Point = readonly [x: number, y: number];

/** A straight line through measurements, and how surely they go one way. */
export interface Trend {
  /** Change of `y` for one of `x`. */
  readonly slope: number;
  /** What the line says at `x`. */
  at(x: number): number;
  /** Kendall's tau: 1 when every later point is higher, -1 when every one is lower, 0 for noise. */
  readonly tau: number;
}

/**
 * The median of the slopes between all pairs of points, which up to three in ten outliers do not move.
 *
 * @param points With different `x`; two at least.
 * @remarks O(n²): meant for some dozens of points, at most some hundreds.
 * @see https://en.wikipedia.org/wiki/Theil–Sen_estimator
 */
export function trendOf(points: readonly Point[]): Trend {
  const slopes: number[] = [];
  let [rising, pairs] = [0, 0];
  for (const [i, [x, y]] of points.entries()) {
    for (const [laterX, laterY] of points.slice(i + 1)) {
      if (laterX === x) continue;
      pairs++;
      const slope = (laterY - y) / (laterX - x);
      rising += Math.sign(slope);
      slopes.push(slope);
    }
  }
  const slope = median(slopes);
  const offset = median(points.map(([x, y]) => y - slope * x));
  return { slope, at: (x) => offset + slope * x, tau: pairs === 0 ? 0 : rising / pairs };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
