import { hash } from 'node:crypto';

import type { CacheResult, CacheState, GetOrSetOptions, TieredCache, TtlDecision } from '../../cache/index.js';
import { CancelledError, EventChannel, type Deadline } from '../../core/index.js';
import type { Answer } from '../messages/answer.js';
import type { CacheUse } from '../messages/cache-use.js';
import type { Question } from '../reading/question.js';
import { statusOf } from '../writing/receipt-builder.js';

import { CachedAnswer } from './cached-answer.js';

export interface AnswerCacheOptions {
  readonly answerTtlMs: number;
  /** How long after that a stale answer may be served while it is refreshed, milliseconds. */
  readonly answerGraceMs: number;
  readonly partialAnswerTtlMs: number;
}

/** Composes the answer to a cached question again; rejects when there is no capacity for that now. */
export type Refresher = (question: Question) => Promise<Answer>;

/** How long a request may wait for an answer that is being composed for another one. */
export interface JoinLimits {
  /** Ends the wait for another request of this process; the request then composes its own answer. */
  readonly patience: Deadline;
  /** Longest wait for another replica, which may have died, milliseconds. */
  readonly leaseWaitMs: number;
}

/** What {@link AnswerCache.getOrCompute} found: a cached answer, or the one composed for this request. */
export type AnswerResult = { readonly cached: CacheResult<CachedAnswer> } | { readonly computed: Answer };

/** Published for every request that may be answered from the cache, and for those that may not. */
export const answerLookedUp = new EventChannel<{ readonly result: CacheUse['answer']; readonly isCollapsed: boolean }>(
  'answers:cache:looked-up',
);

/** The request that led a computation was cancelled; one of those that joined it computes again. */
class LeaderGoneError extends Error {}

/** How many computations of other requests a request joins before it computes by itself. */
const MAX_LEADERS = 3;

/** Answers cached for requests that would get the same one: two tiers, one computation at a time for each key. */
export class AnswerCache {
  #refresher: Refresher | undefined;

  constructor(
    private readonly options: AnswerCacheOptions,
    private readonly cache: TieredCache<CachedAnswer>,
  ) {}

  get state(): CacheState {
    return this.cache.state;
  }

  /** How times to live were decided lately. */
  get ttlDecisions(): readonly TtlDecision[] {
    return this.cache.ttlDecisions;
  }

  /** Refreshes stale answers with `refresher`. Without it they are served until their grace period ends. */
  refreshWith(refresher: Refresher): void {
    this.#refresher = refresher;
  }

  /** Whether this process holds an answer under `key`; counts neither as a hit nor as a use. */
  has(key: string): boolean {
    return this.cache.has(key);
  }

  /** The answer this process holds for a question; undefined if it holds none. */
  lookUp(question: Question): CacheResult<CachedAnswer> | undefined {
    const { cacheKey, context } = question;
    if (cacheKey === undefined) return undefined;
    return context.timeline.measure('cache', () =>
      this.cache.lookUp(cacheKey, unreachable, this.#entryOptions(question)),
    );
  }

  /**
   * The cached answer, or the one `compute` composes, which is then cached; equal requests at the same time wait for one
   * of them. A request whose patience ends computes by itself, so that it is answered in time whatever happens to the
   * other.
   *
   * @throws whatever `compute` throws.
   */
  async getOrCompute(
    question: Question,
    { leaseWaitMs, patience }: JoinLimits,
    compute: () => Promise<Answer>,
  ): Promise<AnswerResult> {
    const { cacheKey, context } = question;
    if (cacheKey === undefined) return { computed: await compute() };
    const found = this.lookUp(question);
    if (found !== undefined) return { cached: found };
    for (let leaders = 0; leaders < MAX_LEADERS && !patience.isOver; leaders++) {
      let own: Promise<Answer> | undefined;
      let hasLeft = false;
      const lead = async () => {
        if (hasLeft) throw new LeaderGoneError();
        own = compute();
        return this.#latest(await own, question);
      };
      try {
        const options = { ...this.#entryOptions(question), leaseWaitMs };
        const filled = await this.cache.fill(cacheKey, lead, options, patience);
        if (own === undefined) return { cached: filled };
      } catch (error) {
        hasLeft = true;
        context.lifetime.throwIfOver();
        // The computation it joined failed: for a reason that concerns every request, or only the one that led it.
        const concernsLeader = error instanceof LeaderGoneError || error instanceof CancelledError;
        if (own === undefined && concernsLeader) continue;
      }
      return { computed: await (own ?? compute()) };
    }
    return { computed: await compute() };
  }

  /**
   * Composes an answer in advance and caches it, unless there is one.
   *
   * @returns whether this process composed it; another replica or request may have been faster.
   * @throws whatever `compute` throws.
   */
  async prepare(question: Question, compute: () => Promise<Answer>): Promise<boolean> {
    const { cacheKey } = question;
    if (cacheKey === undefined || this.cache.has(cacheKey)) return false;
    const make = async () => this.#latest(await compute(), question);
    const { isCollapsed, tier } = await this.cache.fill(cacheKey, make, this.#entryOptions(question));
    return tier === null && !isCollapsed;
  }

  /** Publishes how a request was served. */
  published(use: CacheUse): void {
    answerLookedUp.publish({ result: use.answer, isCollapsed: use.collapsed });
  }

  /** What has been invalidated so far. */
  get position(): string {
    return this.cache.position;
  }

  /**
   * Replaces the answer cached for a question by a later version.
   *
   * @param readAt The {@link position} when the work on it began: what was invalidated since does not come back.
   */
  async replace(question: Question, answer: Answer, readAt: string): Promise<void> {
    if (question.cacheKey === undefined) return;
    await this.cache.set(question.cacheKey, cachedFrom(answer, question), this.#entryOptions(question), readAt);
  }

  /** An answer as it is cached, unless a later version of it has landed meanwhile. */
  #latest(answer: Answer, question: Question): CachedAnswer {
    const present = question.cacheKey === undefined ? undefined : this.cache.peek(question.cacheKey)?.value;
    const isLater = present !== undefined && present.id === answer.id && present.version > answer.version;
    return isLater ? present : cachedFrom(answer, question);
  }

  #entryOptions(question: Question): GetOrSetOptions<CachedAnswer> {
    const { answerGraceMs, answerTtlMs, partialAnswerTtlMs } = this.options;
    const refresher = this.#refresher;
    return {
      ttlMs: (answer) => (isComplete(answer) ? answerTtlMs : partialAnswerTtlMs),
      graceMs: (answer) => (isComplete(answer) ? answerGraceMs : 0),
      tags: ({ tags }) => tags,
      refresh: refresher === undefined ? null : async () => this.#latest(await refresher(question), question),
    };
  }
}

/** Equal for equal wordings. */
export function wordingOf({ ask }: Question): string {
  return hash('sha256', ask.question, 'base64url');
}

function cachedFrom(answer: Answer, question: Question): CachedAnswer {
  return CachedAnswer.of(answer, wordingOf(question), question.tenant);
}

function isComplete({ degradations }: CachedAnswer): boolean {
  return statusOf(degradations) === 'complete';
}

function unreachable(): never {
  throw new TypeError('an answer is only computed again by its refresher');
}
