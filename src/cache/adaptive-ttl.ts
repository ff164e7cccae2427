import { LRUCache } from 'lru-cache';
import * as z from 'zod';

import { Ewma } from '../resilience/index.js';

/** The reason for a time to live; `set` is the configured one. */
export const ttlReasonSchema = z.enum(['set', 'changed', 'unchanged', 'unused', 'costly']);
export type TtlReason = z.infer<typeof ttlReasonSchema>;

/** The time to live of one value, and the reason. */
export const ttlDecisionSchema = z.strictObject({
  key: z.string().describe('The end of its key, which discloses neither the question nor its caller.'),
  ttlMs: z.number().min(0),
  reason: ttlReasonSchema,
});
export type TtlDecision = z.infer<typeof ttlDecisionSchema>;

/** What is known about a new value. */
export interface Computed {
  readonly costMs: number;
  /** Equal for equal values. */
  readonly fingerprint: number;
  /** How often the previous value was served. */
  readonly hits: number;
}

interface History {
  readonly factor: number;
  readonly fingerprint: number;
}

/** Keys with a history. */
const MAX_KEYS = 1_000;
/** Decisions reported. */
const MAX_RECENT = 10;
/** Multipliers of the factor: down fast after a change, up slowly without. */
const STEP = { changed: 0.5, unchanged: 1.5, unused: 0.8, costly: 1.25 } as const;
/** Multiple of the mean cost that counts as costly. */
const COSTLY_RATIO = 3;
/** Weight of the newest cost in the mean. */
const EWMA_WEIGHT = 0.05;

/**
 * Adapts the time to live of each key within bounds around the configured one.
 *
 * It grows when a recomputed value is unchanged or costly, and shrinks when the value changed or was not used.
 * Multiplicative steps, down faster than up.
 *
 * @remarks O(1), and a bounded number of keys.
 * @see Cao and Liu, Maintaining Strong Cache Consistency in the World Wide Web (1997), on adaptive times to live
 */
export class AdaptiveTtl {
  readonly #histories = new LRUCache<string, History>({ max: MAX_KEYS });
  readonly #recent: TtlDecision[] = [];
  readonly #meanCostMs = new Ewma(EWMA_WEIGHT);

  /**
   * @param options `maxFactor`: a time to live stays between the configured one divided and multiplied by this.
   * @throws {RangeError} if `maxFactor` is less than 1.
   */
  constructor(private readonly options: { readonly maxFactor: number }) {
    if (!(options.maxFactor >= 1)) throw new RangeError(`maxFactor must be 1 or more, received ${options.maxFactor}`);
  }

  /** The time to live of a new value, milliseconds; `setMs` is the configured one. */
  decide(key: string, setMs: number, { costMs, fingerprint, hits }: Computed): number {
    const before = this.#histories.get(key);
    const isCostly = costMs > COSTLY_RATIO * (this.#meanCostMs.value ?? Infinity);
    this.#meanCostMs.observe(costMs);

    const reason = reasonOf(before, { costMs, fingerprint, hits }, isCostly);
    const { maxFactor } = this.options;
    const wanted = (before?.factor ?? 1) * (reason === 'set' ? 1 : STEP[reason]);
    const factor = Math.min(maxFactor, Math.max(1 / maxFactor, wanted));
    this.#histories.set(key, { factor, fingerprint });

    const ttlMs = Math.round(setMs * factor);
    this.#recent.unshift({ key: key.slice(-8), ttlMs, reason });
    this.#recent.splice(MAX_RECENT);
    return ttlMs;
  }

  /** The latest decisions, newest first. */
  get recent(): readonly TtlDecision[] {
    return this.#recent;
  }
}

function reasonOf(before: History | undefined, { fingerprint, hits }: Computed, isCostly: boolean): TtlReason {
  if (before === undefined) return isCostly ? 'costly' : 'set';
  if (before.fingerprint !== fingerprint) return 'changed';
  if (hits === 0) return 'unused';
  return 'unchanged';
}
