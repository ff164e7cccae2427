import { LRUCache } from 'lru-cache';
import * as z from 'zod';

import { Ewma } from '../resilience/index.js';

export interface AdaptiveTtlOptions {
  /** A time adapts between its setting divided and multiplied by this; 1 leaves it as it is. */
  readonly spread: number;
}

/** Why a value is kept as long as it is; `set` is the time as configured. */
export const ttlReasonSchema = z.enum(['set', 'changed', 'unchanged', 'unused', 'costly']);
export type TtlReason = z.infer<typeof ttlReasonSchema>;

/** One value, how long it is kept, and why. */
export const ttlDecisionSchema = z.strictObject({
  key: z.string().describe('The end of its key, which tells nothing of what was asked or by whom.'),
  ttlMs: z.number().min(0),
  reason: ttlReasonSchema,
});
export type TtlDecision = z.infer<typeof ttlDecisionSchema>;

/** What is known when a value was made. */
export interface Making {
  readonly costMs: number;
  /** Equal for equal values. */
  readonly fingerprint: number;
  /** How often the value before it was served. */
  readonly hits: number;
}

interface History {
  readonly factor: number;
  readonly fingerprint: number;
}

/** Keys whose history is remembered. */
const REMEMBERED_KEYS = 1_000;
/** Decisions shown. */
const SHOWN = 10;
/** Steps of the factor: down fast when the truth moved, up slowly while it does not. */
const STEP = { changed: 0.5, unchanged: 1.5, unused: 0.8, costly: 1.25 } as const;
/** So many times the usual cost is costly. */
const COSTLY_RATIO = 3;
/** Weight of the newest cost in the moving average. */
const EWMA_WEIGHT = 0.05;

/**
 * Finds how long a value is worth keeping, key by key, within bounds around what is configured.
 *
 * A value that turned out the same when it was made anew is kept longer, one that had changed shorter; one that nobody
 * asked for since shorter; one that is costly to make longer. Multiplicative steps, down faster than up.
 *
 * @remarks O(1), and a bounded number of keys.
 * @see Cao and Liu, Maintaining Strong Cache Consistency in the World Wide Web (1997), on adaptive times to live
 */
export class AdaptiveTtl {
  readonly #histories = new LRUCache<string, History>({ max: REMEMBERED_KEYS });
  readonly #recent: TtlDecision[] = [];
  readonly #meanCostMs = new Ewma(EWMA_WEIGHT);

  /** @throws {RangeError} if `spread` is less than 1. */
  constructor(private readonly options: AdaptiveTtlOptions) {
    if (!(options.spread >= 1)) throw new RangeError(`spread must be 1 or more, received ${options.spread}`);
  }

  /** How long to keep the value just made under `key`, milliseconds, where `setMs` is configured. */
  decide(key: string, setMs: number, { costMs, fingerprint, hits }: Making): number {
    const before = this.#histories.get(key);
    const isCostly = costMs > COSTLY_RATIO * (this.#meanCostMs.value ?? Infinity);
    this.#meanCostMs.observe(costMs);

    const reason = reasonOf(before, { costMs, fingerprint, hits }, isCostly);
    const { spread } = this.options;
    const wanted = (before?.factor ?? 1) * (reason === 'set' ? 1 : STEP[reason]);
    const factor = Math.min(spread, Math.max(1 / spread, wanted));
    this.#histories.set(key, { factor, fingerprint });

    const ttlMs = Math.round(setMs * factor);
    this.#recent.unshift({ key: key.slice(-8), ttlMs, reason });
    this.#recent.splice(SHOWN);
    return ttlMs;
  }

  /** The latest decisions, newest first. */
  get recent(): readonly TtlDecision[] {
    return this.#recent;
  }
}

function reasonOf(before: History | undefined, { fingerprint, hits }: Making, isCostly: boolean): TtlReason {
  if (before === undefined) return isCostly ? 'costly' : 'set';
  if (before.fingerprint !== fingerprint) return 'changed';
  if (hits === 0) return 'unused';
  return 'unchanged';
}
