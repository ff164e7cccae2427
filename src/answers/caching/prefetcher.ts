import { LRUCache } from 'lru-cache';
import * as z from 'zod';

import { EventChannel, type Caller, type Clock, type Deadline, type RequestContext } from '../../core/index.js';
import type { JobKind, JobQueue } from '../../jobs/index.js';

import type { AnswerCache } from './answer-cache.js';
import { NextQuestionModel, type NextQuestionModelUsage } from './next-question-model.js';

/** Published when an answer made ahead turns out useful, or not. */
export const prefetchSettled = new EventChannel<{ readonly outcome: 'used' | 'unused' | 'failed' }>(
  'cache:prefetch:settled',
);

const payloadSchema = z.strictObject({ tenant: z.string().min(1).max(64), input: z.json() });
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
  isActive: z
    .boolean()
    .describe('Whether answers are made ahead: not while too few of them are used, or memory is tight.'),
  made: z.int().min(0),
  used: z.int().min(0),
  precision: z.number().min(0).max(1).nullable().describe('Share used of those that had their time.'),
  costMs: z.int().min(0).describe('What making them took together, milliseconds.'),
});
export type PrefetchState = z.infer<typeof prefetchStateSchema>;

/** An answer that was given. */
interface Served {
  readonly key: string;
  readonly input: unknown;
  /** Whether it was there already. */
  readonly isUsed: boolean;
  readonly conversation: string;
}

/** A step is believed after it was taken so often, in such a share of the times. */
const BELIEF = { count: 2, share: 0.5 } as const;
/** Answers made ahead that are being followed, and how long one has to be used, milliseconds. */
const FOLLOWED = { max: 500, ttlMs: 600_000 } as const;
/** What was guessed is not guessed again for so long, milliseconds: it is there, or could not be made. */
const GUESSED = { max: 500, againMs: 60_000 } as const;
/** Judged over so many, and no earlier. */
const JUDGED = { least: 10, window: 50 } as const;
/** How long it is left when too little of it is used, milliseconds. */
const REST_MS = 600_000;

/**
 * Makes answers before they are asked for, while the service has room, and stops when too few of them are.
 *
 * It learns, for each tenant, what is asked next within a conversation, and which conversations callers begin one after
 * another; jobs of class `background` do the work, with the lookups on MCP servers that belong to it.
 */
export class Prefetcher {
  /** From one question of a conversation to the next. */
  readonly #within = new NextQuestionModel();
  /** From the question that begins a conversation of a caller to the one that begins the next. */
  readonly #between = new NextQuestionModel();
  /** When a guess was made. */
  readonly #guessed = new LRUCache<string, number>({ max: GUESSED.max });
  readonly #pending: LRUCache<string, number>;
  readonly #verdicts: boolean[] = [];
  #made = 0;
  #used = 0;
  #costMs = 0;
  #restsUntil = 0;
  /** While true nothing is made ahead; what was to be made is not, rather than later. */
  isPaused = false;

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
    jobs.handle(PREFETCH, (payload, { deadline }) => this.#make(payload, deadline));
    cache.watchWith((key, input, context, use, conversation) =>
      this.#onServed({ key, input, isUsed: use.answer !== 'miss', conversation }, context),
    );
  }

  /** What is remembered of what follows what. */
  get held(): NextQuestionModelUsage {
    const [within, between] = [this.#within.held, this.#between.held];
    return {
      count: within.count + between.count,
      bytes: within.bytes + between.bytes,
      maxBytes: within.maxBytes + between.maxBytes,
    };
  }

  get state(): PrefetchState {
    const judged = this.#verdicts.length;
    return {
      isActive: this.options.isEnabled && !this.isPaused && this.clock.now() >= this.#restsUntil,
      made: this.#made,
      used: this.#used,
      precision: judged === 0 ? null : this.#verdicts.filter(Boolean).length / judged,
      costMs: Math.round(this.#costMs),
    };
  }

  #onServed({ key, input, isUsed, conversation }: Served, { caller }: RequestContext): void {
    this.#expire();
    if (this.#pending.has(key) && isUsed) {
      this.#pending.delete(key);
      this.#used++;
      this.#judge(true);
    }
    const { tenant, subject } = caller;
    const { key: questionKey, question } = this.cache.questionOf(key, input, { caller, wantsFresh: false });
    this.#within.note(`${tenant}/${conversation}`, questionKey, question);
    const begins = questionKey === key;
    if (begins) this.#between.note(`${tenant}/${subject}`, questionKey, question);
    if (!this.state.isActive) return;
    for (const next of this.#within.after(questionKey, BELIEF.count, BELIEF.share)) {
      this.#add(
        `${conversation}/${next.key.slice(-100)}`,
        this.cache.continuing(next.input, conversation),
        [`tenant:${tenant}`, `conversation:${conversation}`],
        tenant,
      );
    }
    if (!begins) return;
    for (const next of this.#between.after(questionKey, BELIEF.count, BELIEF.share)) {
      if (this.#pending.has(next.key) || this.cache.has(next.key)) continue;
      this.#add(next.key.slice(-200), next.input, [`tenant:${tenant}`], tenant);
    }
  }

  #add(key: string, input: unknown, tags: readonly string[], tenant: string): void {
    const now = this.clock.now();
    if (now - (this.#guessed.get(key) ?? -Infinity) < GUESSED.againMs) return;
    this.#guessed.set(key, now);
    const payload = { tenant, input: z.json().parse(JSON.parse(JSON.stringify(input))) };
    // A full queue has better things to do.
    this.jobs.add(PREFETCH, payload, { key, tags }).catch(() => undefined);
  }

  async #make({ tenant, input }: z.infer<typeof payloadSchema>, deadline: Deadline): Promise<void> {
    if (this.isPaused) return;
    const started = this.clock.now();
    const caller: Caller = { tenant, subject: 'prefetch', entitlements: new Set(['ask']) };
    let key: string | undefined;
    try {
      key = await this.cache.prepare(input, { caller, wantsFresh: false }, deadline);
    } catch (error) {
      prefetchSettled.publish({ outcome: 'failed' });
      throw error;
    }
    if (key === undefined) return;
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
