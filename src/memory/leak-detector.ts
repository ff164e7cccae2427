import { EventChannel, type Clock } from '../core/index.js';

import type { ComponentReport } from './memory-accounting.js';
import { trendOf, type Point } from './trend.js';
import type { Workload } from './workload.js';

export interface LeakDetectorOptions {
  /** Growth is judged over so long, milliseconds. */
  readonly leakWindowMs: number;
  /** Less growth within the window is no leak, megabytes. */
  readonly leakMb: number;
}

/** Memory that grows with the requests and does not come back. */
export interface Leak {
  /** Who holds it: a registered owner beyond its bound, or {@link UNKNOWN_OWNER}. */
  readonly owner: string;
  /** By which it grew within the window. */
  readonly bytes: number;
  readonly bytesPerRequest: number;
}

/** Whoever did not register what it holds. */
export const UNKNOWN_OWNER = 'unknown';

/** Published when a leak is first seen, with another owner, and when it is over. */
export const leakSuspected = new EventChannel<{ readonly isOver: boolean } & Leak>('memory:leak:suspected');

interface Sample {
  readonly at: number;
  readonly requests: number;
  readonly retainedBytes: number;
  readonly owners: ReadonlyMap<string, ComponentReport>;
}

/** Kept of a window; collections come more often than that under load. */
const SAMPLES = 30;
/** Collections asked for within a window, at most, to confirm a suspicion. */
const SUSPICIONS = 12;
/** Judged over no fewer, and over no less than half a window. */
const MIN_SAMPLES = 6;
const MIN_REQUESTS = 100;
/** Growth is believed when later samples are higher nearly always. */
const MIN_TAU = 0.6;
/** An owner is named when it accounts for that share of the growth. */
const MIN_SHARE = 0.25;
const MEGABYTE = 1_048_576;

/**
 * Notices memory that grows with the requests and is not given back, and says whose it is.
 *
 * What is left after a full collection is what somebody holds. What owners may hold, such as a cache that is filling up to
 * its bound, is taken off; what still grows with the requests, over a whole window and nearly without a step back, is a
 * leak. It is laid to the owner that grew most beyond its bound, if that accounts for a good part of it.
 */
export class LeakDetector {
  #samples: Sample[] = [];
  /** The least that objects took in each part of the window. */
  #floors: { readonly at: number; bytes: number }[] = [];
  #leak: Leak | undefined;

  /**
   * @param owners What is held now.
   */
  constructor(
    private readonly options: LeakDetectorOptions,
    private readonly owners: () => readonly ComponentReport[],
    private readonly workload: Pick<Workload, 'requests'>,
    private readonly clock: Clock,
  ) {}

  /** As far as can be told now. */
  get leak(): Leak | undefined {
    return this.#leak;
  }

  /**
   * Takes note of what objects take now, garbage included.
   *
   * @returns whether a full collection should tell how much of it is garbage: the least there was lately is more than
   *   the least there was a window ago, and V8 has not collected since long.
   */
  suspects(heldBytes: number): boolean {
    const { leakMb, leakWindowMs } = this.options;
    const now = this.clock.now();
    const latest = this.#floors.at(-1);
    if (latest !== undefined && now - latest.at < leakWindowMs / SUSPICIONS) {
      latest.bytes = Math.min(latest.bytes, heldBytes);
      return false;
    }
    this.#floors = [...this.#floors.filter(({ at }) => at >= now - leakWindowMs), { at: now, bytes: heldBytes }];
    const least = Math.min(...this.#floors.map(({ bytes }) => bytes));
    return (latest?.bytes ?? 0) - least >= leakMb * MEGABYTE && this.#isSampleDue(SUSPICIONS);
  }

  /** Whether requests have come since the latest sample, and that is old enough. */
  #isSampleDue(inWindow: number): boolean {
    const latest = this.#samples.at(-1);
    if (latest === undefined) return true;
    const ageMs = this.clock.now() - latest.at;
    return ageMs >= this.options.leakWindowMs / inWindow && this.workload.requests > latest.requests;
  }

  /** @param retainedBytes What a full collection has just left. */
  sample(retainedBytes: number): void {
    if (!this.#isSampleDue(SAMPLES)) return;
    const at = this.clock.now();
    const owners = new Map(this.owners().map((report) => [report.owner, report]));
    const since = at - this.options.leakWindowMs;
    this.#samples = [
      ...this.#samples.filter((sample) => sample.at >= since),
      { at, requests: this.workload.requests, retainedBytes, owners },
    ];
    this.#conclude(this.#judge());
  }

  #conclude(leak: Leak | undefined): void {
    const before = this.#leak;
    this.#leak = leak;
    if (before !== undefined && before.owner !== leak?.owner) leakSuspected.publish({ isOver: true, ...before });
    if (leak !== undefined && before?.owner !== leak.owner) leakSuspected.publish({ isOver: false, ...leak });
  }

  #judge(): Leak | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || this.#samples.length < MIN_SAMPLES) return undefined;
    if (last.at - first.at < this.options.leakWindowMs / 2) return undefined;
    const requests = last.requests - first.requests;
    if (requests < MIN_REQUESTS) return undefined;

    const growthOf = (bytesIn: (sample: Sample) => number): number => {
      const points = this.#samples.map((sample): Point => [sample.requests, bytesIn(sample)]);
      const { slope, tau } = trendOf(points);
      // What only warms up or fills grows ever more slowly; a leak does not.
      const lately = trendOf(points.slice(points.length >> 1)).slope;
      return tau >= MIN_TAU && lately >= slope / 2 ? slope * requests : 0;
    };
    const bytes = growthOf(({ owners, retainedBytes }) => {
      let unexplained = retainedBytes;
      for (const { bytes: held, maxBytes } of owners.values()) unexplained -= Math.min(held, maxBytes ?? 0);
      return unexplained;
    });
    if (bytes < this.options.leakMb * MEGABYTE) return undefined;

    const [grownMost] = [...last.owners.keys()]
      .map((owner) => ({ owner, bytes: growthOf(({ owners }) => beyondBound(owners.get(owner))) }))
      .toSorted((one, other) => other.bytes - one.bytes);
    const isKnown = grownMost !== undefined && grownMost.bytes >= MIN_SHARE * bytes;
    return { owner: isKnown ? grownMost.owner : UNKNOWN_OWNER, bytes, bytesPerRequest: bytes / requests };
  }
}

function beyondBound(report: ComponentReport | undefined): number {
  return report === undefined ? 0 : Math.max(0, report.bytes - (report.maxBytes ?? 0));
}
