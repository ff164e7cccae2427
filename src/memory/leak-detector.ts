import type { AppConfig } from '../config/index.js';
import { EventChannel, type Clock } from '../core/index.js';

import type { Workload } from './housekeeping.js';
import type { ComponentReport, MemoryAccounting } from './memory-accounting.js';

/** Memory that grows with the requests and is not freed. */
export interface Leak {
  /** A registered component beyond its bound, or {@link UNKNOWN_COMPONENT}. */
  readonly component: string;
  /** Growth within the window. */
  readonly bytes: number;
  readonly bytesPerRequest: number;
}

/** Stands for all memory that no component has registered. */
export const UNKNOWN_COMPONENT = 'unknown';

/** Published when a leak is first suspected, in another component, and when it is over. */
export const leakSuspected = new EventChannel<{ readonly isOver: boolean } & Leak>('memory:leak:suspected');

interface Sample {
  readonly at: number;
  readonly requests: number;
  readonly retainedBytes: number;
  readonly components: ReadonlyMap<string, ComponentReport>;
}

/** Samples per window; under load collections are more frequent. */
const SAMPLES = 30;
/** Collections requested per window, at most. */
const MAX_SUSPICIONS = 12;
/** A leak is judged over no fewer samples and requests, and over half a window at least. */
const MIN_SAMPLES = 6;
const MIN_REQUESTS = 100;
/** Kendall's tau from which growth is believed: later samples are higher nearly always. */
const MIN_TAU = 0.6;
/** A component is named if it accounts for this share of the growth. */
const MIN_SHARE = 0.25;
const MEGABYTE = 1_048_576;

/**
 * Detects memory that grows with the requests and is not freed, and names the component.
 *
 * What a full collection retains, less what components hold within their bounds (a cache that fills up), is fitted with a
 * line over the requests of the window. Growth that is monotonic and does not slow down is a leak, attributed to the
 * component that grew most beyond its bound if that accounts for a good part of it.
 */
export class LeakDetector {
  #samples: Sample[] = [];
  /** The minimum of the allocated bytes in each part of the window. */
  #floors: { readonly at: number; bytes: number }[] = [];
  #leak: Leak | undefined;

  constructor(
    private readonly options: Pick<AppConfig['memory'], 'leakWindowMs' | 'leakMb'>,
    private readonly accounting: Pick<MemoryAccounting, 'components'>,
    private readonly workload: Pick<Workload, 'requests'>,
    private readonly clock: Clock,
  ) {}

  get leak(): Leak | undefined {
    return this.#leak;
  }

  /**
   * Whether a full collection is needed to distinguish growth from garbage: the minimum of `allocatedBytes` has risen by
   * `leakMb` within the window, and V8 has not collected for long.
   */
  suspects(allocatedBytes: number): boolean {
    const { leakMb, leakWindowMs } = this.options;
    const now = this.clock.now();
    const latest = this.#floors.at(-1);
    if (latest !== undefined && now - latest.at < leakWindowMs / MAX_SUSPICIONS) {
      latest.bytes = Math.min(latest.bytes, allocatedBytes);
      return false;
    }
    this.#floors = [...this.#floors.filter(({ at }) => at >= now - leakWindowMs), { at: now, bytes: allocatedBytes }];
    const minimum = Math.min(...this.#floors.map(({ bytes }) => bytes));
    return (latest?.bytes ?? 0) - minimum >= leakMb * MEGABYTE && this.#isSampleDue(MAX_SUSPICIONS);
  }

  /** @param retainedBytes What survived a full collection just now. */
  sample(retainedBytes: number): void {
    if (!this.#isSampleDue(SAMPLES)) return;
    const at = this.clock.now();
    const components = new Map(this.accounting.components.map((report) => [report.component, report]));
    this.#samples = this.#samples.filter((sample) => sample.at >= at - this.options.leakWindowMs);
    this.#samples.push({ at, requests: this.workload.requests, retainedBytes, components });

    const before = this.#leak;
    const leak = this.#judge();
    this.#leak = leak;
    if (before?.component === leak?.component) return;
    if (before !== undefined) leakSuspected.publish({ isOver: true, ...before });
    if (leak !== undefined) leakSuspected.publish({ isOver: false, ...leak });
  }

  /** Whether requests have been answered since the latest sample, and it is old enough. */
  #isSampleDue(perWindow: number): boolean {
    const latest = this.#samples.at(-1);
    if (latest === undefined) return true;
    const ageMs = this.clock.now() - latest.at;
    return ageMs >= this.options.leakWindowMs / perWindow && this.workload.requests > latest.requests;
  }

  #judge(): Leak | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || this.#samples.length < MIN_SAMPLES) return undefined;
    const requests = last.requests - first.requests;
    if (last.at - first.at < this.options.leakWindowMs / 2 || requests < MIN_REQUESTS) return undefined;

    const growthOf = (bytesIn: (sample: Sample) => number): number => {
      const points = this.#samples.map((sample): Point => [sample.requests, bytesIn(sample)]);
      const { slope, tau } = trendOf(points);
      // What warms up or fills grows ever more slowly; a leak does not.
      const recent = trendOf(points.slice(points.length >> 1)).slope;
      return tau >= MIN_TAU && recent >= slope / 2 ? slope * requests : 0;
    };
    const bytes = growthOf(({ components, retainedBytes }) => {
      let unexplained = retainedBytes;
      for (const { bytes: held, maxBytes } of components.values()) unexplained -= Math.min(held, maxBytes ?? 0);
      return unexplained;
    });
    if (bytes < this.options.leakMb * MEGABYTE) return undefined;

    const [grownMost] = [...last.components.keys()]
      .map((component) => ({ component, bytes: growthOf(({ components }) => excessOf(components.get(component))) }))
      .toSorted((a, b) => b.bytes - a.bytes);
    const isKnown = grownMost !== undefined && grownMost.bytes >= MIN_SHARE * bytes;
    const component = isKnown ? grownMost.component : UNKNOWN_COMPONENT;
    return { component, bytes, bytesPerRequest: bytes / requests };
  }
}

/** Bytes beyond the bound of a component. */
function excessOf(report: ComponentReport | undefined): number {
  return report === undefined ? 0 : Math.max(0, report.bytes - (report.maxBytes ?? 0));
}

type Point = readonly [x: number, y: number];

/**
 * The line through the medians of slopes between all pairs of points, robust against up to 29 % of outliers, and Kendall's
 * tau: 1 when every later point is higher, -1 when every one is lower, 0 for noise.
 *
 * @remarks O(n²), for some dozens of points.
 * @see https://en.wikipedia.org/wiki/Theil–Sen_estimator
 */
export function trendOf(points: readonly Point[]) {
  const slopes = points.flatMap(([x, y], i) =>
    points.slice(i + 1).flatMap(([laterX, laterY]) => (laterX === x ? [] : [(laterY - y) / (laterX - x)])),
  );
  const slope = median(slopes);
  const rising = slopes.reduce((sum, each) => sum + Math.sign(each), 0);
  return {
    slope,
    tau: slopes.length === 0 ? 0 : rising / slopes.length,
    at: (x: number) => median(points.map(([px, py]) => py - slope * px)) + slope * x,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
