import { LRUCache } from 'lru-cache';
import * as z from 'zod';

import { EventChannel, type Caller, type Clock, type Deadline } from '../../core/index.js';
import type { JobKind, JobQueue } from '../../jobs/index.js';
import { askSchema, type Ask } from '../messages/ask.js';
import { Question } from '../reading/question.js';

import type { AnswerCache } from './answer-cache.js';
import type { AnswerKeys } from './answer-keys.js';
import { NextQuestionModel, type NextQuestionModelUsage } from './next-question-model.js';

/** Published when a prefetched answer turns out useful, or not. */
export const prefetchSettled = new EventChannel<{ readonly outcome: 'used' | 'unused' | 'failed' }>(
  'cache:prefetch:settled',
);

const payloadSchema = z.strictObject({ tenant: z.string().min(1).max(64), ask: askSchema });
const PREFETCH: JobKind<z.infer<typeof payloadSchema>> = {
  name: 'cache.prefetch',
  schema: payloadSchema,
};

export interface PrefetcherOptions {
  /** Whether anything is prefetched. */
  readonly isEnabled: boolean;
  /** Share of prefetched answers that must be used; below it, prefetching pauses. */
  readonly minPrecision: number;
}

/** How well the next questions are predicted. */
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

/** A question that was answered, by an answer that other requests may share. */
export interface AnsweredQuestion {
  readonly question: Question;
  /** Whether its answer was cached before. */
  readonly wasCached: boolean;
  /** The conversation it became part of. */
  readonly conversationId: string;
}

/** Composes and caches the answer to a question. */
export interface AnswerPreparer {
  /** @returns the key of the answer, if it was composed now. */
  prepare(ask: Ask, caller: Caller, deadline: Deadline): Promise<string | undefined>;
}

/** A step is predicted once it was taken so often, and in such a share of cases. */
const BELIEF = { count: 2, share: 0.5 } as const;
/** Prefetched answers that are tracked, and how long one has to be used, milliseconds. */
const FOLLOWED = { max: 500, ttlMs: 600_000 } as const;
/** A question is not scheduled again for so long, milliseconds: its answer is cached, or could not be composed. */
const RESCHEDULE = { max: 500, againMs: 60_000 } as const;
/** Precision is judged over a window of so many, and no earlier than after so many. */
const JUDGED = { least: 10, window: 50 } as const;
/** How long prefetching pauses when too few answers are used, milliseconds. */
const PAUSE_MS = 600_000;

/**
 * Composes answers before they are asked for, with spare capacity only, and pauses when too few of them are used.
 *
 * It learns, for each tenant, which question follows which within a conversation, and which conversations callers open
 * one after another. Background jobs do the work, calls to MCP servers included.
 */
export class Prefetcher {
  /** From one question of a conversation to the next. */
  readonly #within = new NextQuestionModel();
  /** From the question that begins a conversation of a caller to the one that begins the next. */
  readonly #between = new NextQuestionModel();
  /** When a question was scheduled. */
  readonly #scheduledAt = new LRUCache<string, number>({ max: RESCHEDULE.max });
  readonly #pending: LRUCache<string, number>;
  readonly #verdicts: boolean[] = [];
  #made = 0;
  #used = 0;
  #costMs = 0;
  #pausedUntil = 0;
  /** While true nothing is prefetched; what was scheduled meanwhile is dropped. */
  isPaused = false;

  constructor(
    private readonly options: PrefetcherOptions,
    private readonly preparer: AnswerPreparer,
    private readonly cache: Pick<AnswerCache, 'has'>,
    private readonly keys: AnswerKeys,
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
  }

  /** What the models hold. */
  get usage(): NextQuestionModelUsage {
    const [within, between] = [this.#within.usage, this.#between.usage];
    return {
      count: within.count + between.count,
      bytes: within.bytes + between.bytes,
      maxBytes: within.maxBytes + between.maxBytes,
    };
  }

  get state(): PrefetchState {
    const judged = this.#verdicts.length;
    return {
      isActive: this.options.isEnabled && !this.isPaused && this.clock.now() >= this.#pausedUntil,
      made: this.#made,
      used: this.#used,
      precision: judged === 0 ? null : this.#verdicts.filter(Boolean).length / judged,
      costMs: Math.round(this.#costMs),
    };
  }

  /** Learns from an answered question and schedules what is likely to be asked next. */
  observe({ conversationId, question, wasCached }: AnsweredQuestion): void {
    const { ask, cacheKey, context, tenant } = question;
    if (!this.options.isEnabled || cacheKey === undefined) return;
    this.#expire();
    if (this.#pending.has(cacheKey) && wasCached) {
      this.#pending.delete(cacheKey);
      this.#used++;
      this.#judge(true);
    }
    const { conversationId: continued, ...alone } = ask;
    const opensConversation = continued === undefined;
    const key = opensConversation ? cacheKey : (this.keys.keyOf(new Question(alone, context)) ?? cacheKey);
    this.#within.note(`${tenant}/${conversationId}`, key, alone);
    if (opensConversation) this.#between.note(`${tenant}/${context.caller.subject}`, key, alone);
    if (!this.state.isActive) return;
    for (const next of this.#within.after(key, BELIEF.count, BELIEF.share)) {
      this.#schedule(
        `${conversationId}/${next.key.slice(-100)}`,
        { ...next.ask, conversationId },
        [`conversation:${conversationId}`],
        tenant,
      );
    }
    if (!opensConversation) return;
    for (const next of this.#between.after(key, BELIEF.count, BELIEF.share)) {
      if (this.#pending.has(next.key) || this.cache.has(next.key)) continue;
      this.#schedule(next.key.slice(-200), next.ask, [], tenant);
    }
  }

  #schedule(key: string, ask: Ask, tags: readonly string[], tenant: string): void {
    const now = this.clock.now();
    if (now - (this.#scheduledAt.get(key) ?? -Infinity) < RESCHEDULE.againMs) return;
    this.#scheduledAt.set(key, now);
    // A full queue drops the job.
    this.jobs.add(PREFETCH, { tenant, ask }, { key, tags }).catch(() => undefined);
  }

  async #make({ ask, tenant }: z.infer<typeof payloadSchema>, deadline: Deadline): Promise<void> {
    if (this.isPaused) return;
    const started = this.clock.now();
    const caller: Caller = { tenant, subject: 'prefetch', entitlements: new Set(['ask']) };
    let key: string | undefined;
    try {
      key = await this.preparer.prepare(ask, caller, deadline);
    } catch (error) {
      prefetchSettled.publish({ outcome: 'failed' });
      throw error;
    }
    if (key === undefined) return;
    this.#costMs += this.clock.now() - started;
    this.#made++;
    this.#pending.set(key, this.clock.now());
  }

  /** Counts answers that were not used in time. */
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
    if (this.#verdicts.length < JUDGED.least || precision >= this.options.minPrecision) return;
    this.#pausedUntil = this.clock.now() + PAUSE_MS;
    this.#verdicts.length = 0;
  }
}
