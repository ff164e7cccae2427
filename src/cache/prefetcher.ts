import { LRUCache } from 'lru-cache';
import { z } from 'zod';

import { EventChannel, type Caller, type Clock, type RequestContext } from '../common/index.js';
import type { JobKind, JobQueue } from '../optimizer/index.js';

import type { AnswerCache } from './answer-cache.js';
import type { CacheUse } from './cache-use.js';
import { FollowUps } from './follow-ups.js';

/** Published when an answer made ahead turns out useful, or not. */
export const prefetchSettled = new EventChannel<{ readonly outcome: 'used' | 'unused' | 'failed' }>(
  'cache:prefetch:settled',
);

const payloadSchema = z.strictObject({ tenant: z.string().min(1).max(64), key: z.string().max(512), input: z.json() });
/** A failure is not worth another attempt: the question may never come. */
const PREFETCH: JobKind<z.infer<typeof payloadSchema>> = {
  name: 'cache.prefetch',
  schema: payloadSchema,
  priority: 9,
  maxAttempts: 1,
};

export interface PrefetcherOptions {
  /** Whether anything is made ahead. */
  readonly isEnabled: boolean;
  /** Share of what was made ahead that must be used; below it, it is left for a while. */
  readonly leastPrecision: number;
}

/** How well it is guessed what will be asked. */
export const prefetchStateSchema = z.strictObject({
  isActive: z.boolean().describe('Whether answers are made ahead: not while too few of them are used.'),
  made: z.int().min(0),
  used: z.int().min(0),
  precision: z.number().min(0).max(1).nullable().describe('Share used of those that had their time.'),
  costMs: z.int().min(0).describe('What making them took together, milliseconds.'),
});
export type PrefetchState = z.infer<typeof prefetchStateSchema>;

/** A step is believed after it was taken so often, in such a share of the times. */
const BELIEF = { count: 2, share: 0.5 } as const;
/** Answers made ahead that are being followed, and how long one has to be used, milliseconds. */
const FOLLOWED = { max: 500, ttlMs: 600_000 } as const;
/** Judged over so many, and no earlier. */
const JUDGED = { least: 10, window: 50 } as const;
/** How long it is left when too little of it is used, milliseconds. */
const REST_MS = 600_000;

/**
 * Makes answers before they are asked for, while the service has room, and stops when too few of them are.
 *
 * It learns from what callers ask one after another; jobs of class `background` do the work.
 */
export class Prefetcher {
  readonly #followUps = new FollowUps();
  readonly #pending: LRUCache<string, number>;
  readonly #verdicts: boolean[] = [];
  #made = 0;
  #used = 0;
  #costMs = 0;
  #restsUntil = 0;

  constructor(
    private readonly options: PrefetcherOptions,
    private readonly cache: AnswerCache<object>,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {
    this.#pending = new LRUCache({
      max: FOLLOWED.max,
      dispose: (_madeAt, _key, reason) => {
        if (reason === 'evict') this.#judge(false);
      },
    });
    if (!options.isEnabled) return;
    jobs.handle(PREFETCH, (payload) => this.#make(payload));
    cache.watchWith((key, input, context, use) => this.#onServed(key, input, context, use));
  }

  get state(): PrefetchState {
    const judged = this.#verdicts.length;
    return {
      isActive: this.options.isEnabled && this.clock.now() >= this.#restsUntil,
      made: this.#made,
      used: this.#used,
      precision: judged === 0 ? null : this.#verdicts.filter(Boolean).length / judged,
      costMs: Math.round(this.#costMs),
    };
  }

  #onServed(key: string, input: unknown, { caller }: RequestContext, { answer }: CacheUse): void {
    this.#expire();
    if (this.#pending.has(key) && answer !== 'miss') {
      this.#pending.delete(key);
      this.#used++;
      this.#judge(true);
    }
    this.#followUps.note(`${caller.tenant}/${caller.subject}`, key, input);
    if (!this.state.isActive) return;
    for (const next of this.#followUps.after(key, BELIEF.count, BELIEF.share)) {
      if (this.#pending.has(next.key) || this.cache.has(next.key)) continue;
      const payload = { tenant: caller.tenant, key: next.key, input: z.json().parse(next.input) };
      const tags = [`tenant:${caller.tenant}`];
      // A full queue has better things to do.
      this.jobs.add(PREFETCH, payload, { key: next.key.slice(-200), tags }).catch(() => undefined);
    }
  }

  async #make({ tenant, key, input }: z.infer<typeof payloadSchema>): Promise<void> {
    if (this.cache.has(key)) return;
    const started = this.clock.now();
    const caller: Caller = { tenant, subject: 'prefetch', entitlements: new Set(['ask']) };
    try {
      await this.cache.prepare(input, { caller, wantsFresh: false });
    } catch (error) {
      prefetchSettled.publish({ outcome: 'failed' });
      throw error;
    }
    this.#costMs += this.clock.now() - started;
    this.#made++;
    this.#pending.set(key, this.clock.now());
  }

  /** What was not asked for in its time was made in vain. */
  #expire(): void {
    for (const key of this.#pending.rkeys()) {
      if (this.clock.now() - (this.#pending.peek(key) ?? 0) < FOLLOWED.ttlMs) return;
      this.#pending.delete(key);
      this.#judge(false);
    }
  }

  #judge(isUsed: boolean): void {
    prefetchSettled.publish({ outcome: isUsed ? 'used' : 'unused' });
    this.#verdicts.push(isUsed);
    if (this.#verdicts.length > JUDGED.window) this.#verdicts.shift();
    const precision = this.#verdicts.filter(Boolean).length / this.#verdicts.length;
    if (this.#verdicts.length < JUDGED.least || precision >= this.options.leastPrecision) return;
    this.#restsUntil = this.clock.now() + REST_MS;
    this.#verdicts.length = 0;
  }
}
