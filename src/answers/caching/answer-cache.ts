import type * as z from 'zod';

import { CancelledError, EventChannel, type Deadline, type RequestContext } from '../../core/index.js';

import { computedHere, type CacheUse } from '../messages/cache-use.js';
import type { TtlDecision } from '../../cache/index.js';
import type { CacheState } from '../../cache/index.js';
import type { CacheResult, GetOrSetOptions, TieredCache } from '../../cache/index.js';

/** An answer ready for the request that gets it. */
export interface Served<Answer extends object> {
  readonly answer: Answer;
  /** Its JSON, for whoever writes it; undefined when the answer was made for this request. */
  readonly bytes?: Buffer;
  readonly use: CacheUse;
  /** The conversation it is part of. */
  readonly conversation: string;
}

/** How long an answer is kept, and what it was made from. */
export interface AnswerLife {
  readonly ttlMs: number;
  readonly graceMs: number;
  readonly tags: readonly string[];
}

/** What of a request decides which answers it may share. */
export type Asker = Pick<RequestContext, 'caller' | 'wantsFresh'>;

/** What the cache must know about answers; whoever makes answers provides it. */
export interface AnswerCachePolicy<Answer extends object, Kept extends object> {
  /** What a kept answer looks like. */
  readonly schema: z.ZodType<Kept>;
  /** What a kept answer takes, bytes. */
  sizeOf(kept: Kept): number;
  /** Equal for answers that say the same. */
  fingerprintOf(kept: Kept): number;
  /**
   * The key of every question that means the same, at most 512 bytes: the tenant first, everything the answer depends on,
   * and never the question itself; undefined when the request must not be answered from the cache.
   */
  keyOf(input: unknown, asker: Asker): string | undefined;
  /** An answer as it is kept: what every request gets alike, in bytes. */
  keep(answer: Answer, input: unknown, asker: Asker): Kept;
  lifeOf(kept: Kept): AnswerLife;
  /** Where an answer says it came from. */
  useOf(answer: Answer): CacheUse;
  /** The conversation that an answer is part of. */
  conversationOf(answer: Answer): string;
  /** The message that asks the same at the beginning of a conversation; the same one if it does so already. */
  questionOf(input: unknown): unknown;
  /** The message that asks a question within a conversation. */
  continuing(question: unknown, conversation: string): unknown;
  /**
   * A message together with what was said before in its conversation, which its key depends on.
   *
   * @throws whatever finding that out throws.
   */
  recalled(input: unknown, asker: Asker, deadline: Deadline): Promise<unknown>;
  /** A kept answer for one request. */
  present(found: CacheResult<Kept>, input: unknown, context: RequestContext): Promise<Served<Answer>>;
  /** How long a request may wait for an answer that another one is computing; it then computes its own. */
  patienceOf(context: RequestContext): Deadline;
  /** How long it may wait for another replica, which may have died, milliseconds. */
  leaseWaitMsOf(context: RequestContext): number;
}

/** Makes an answer that nobody waits for; rejects when there is no room for that now. */
export type Refresher<Answer extends object> = (input: unknown, asker: Asker) => Promise<Answer>;

/** Called with every request that was given an answer which may be shared, and the conversation it became part of. */
export type Watcher = (
  key: string,
  input: unknown,
  context: RequestContext,
  use: CacheUse,
  conversation: string,
) => void;

/** Injects the {@link AnswerCachePolicy}. */
export const ANSWER_CACHE_POLICY = Symbol('ANSWER_CACHE_POLICY');

/** Published for every request that asked the answer cache. */
export const answerLookedUp = new EventChannel<{ readonly result: CacheUse['answer']; readonly isCollapsed: boolean }>(
  'cache:answer:looked-up',
);

/** A computation is given up by its own caller; another one who waited for it begins anew. */
class LeaderGoneError extends Error {}

/** How often a request joins a computation whose caller goes away, before it computes by itself. */
const MAX_LEADERS = 3;

/** Answers kept for requests that would get the same one; a hit skips the whole pipeline. */
export class AnswerCache<Answer extends object, Kept extends object = object> {
  #refresher: Refresher<Answer> | undefined;
  #watcher: Watcher | undefined;

  constructor(
    private readonly cache: TieredCache<Kept>,
    private readonly policy: AnswerCachePolicy<Answer, Kept>,
  ) {}

  get state(): CacheState {
    return this.cache.state;
  }

  /** Says who makes stale answers anew. Without it they are served until their grace ends. */
  refreshWith(refresher: Refresher<Answer>): void {
    this.#refresher = refresher;
  }

  /** Calls `watcher` from now on. */
  watchWith(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** How times to live were decided lately. */
  get ttlDecisions(): readonly TtlDecision[] {
    return this.cache.ttlDecisions;
  }

  /** Whether a request would be given an answer that this process keeps. */
  peek(input: unknown, asker: Asker): boolean {
    return this.peekKey(input, asker) !== undefined;
  }

  /** The key of the answer that this process keeps for a request, for {@link serveCached}. */
  peekKey(input: unknown, asker: Asker): string | undefined {
    const key = this.policy.keyOf(input, asker);
    return key !== undefined && this.cache.has(key) ? key : undefined;
  }

  /** Whether this process keeps an answer under that key. */
  has(key: string): boolean {
    return this.cache.has(key);
  }

  /**
   * Makes an answer ahead and keeps it, unless there is one.
   *
   * @returns its key if it was made.
   * @throws whatever making it throws.
   */
  async prepare(message: unknown, asker: Asker, deadline: Deadline): Promise<string | undefined> {
    const input = await this.policy.recalled(message, asker, deadline);
    const key = this.policy.keyOf(input, asker);
    const refresher = this.#refresher;
    if (key === undefined || refresher === undefined || this.cache.has(key)) return undefined;
    const make = async () => this.policy.keep(await refresher(input, asker), input, asker);
    const { isCollapsed, tier } = await this.cache.fill(key, make, this.#options(input, asker));
    // Another replica may have made it, or somebody who asks for it is just doing so.
    return tier === null && !isCollapsed ? key : undefined;
  }

  /**
   * What was asked, apart from what was said before: the message that asks it, and its key.
   *
   * @param key Of the message as it came.
   */
  questionOf(key: string, input: unknown, asker: Asker): { readonly question: unknown; readonly key: string } {
    const question = this.policy.questionOf(input);
    return { question, key: question === input ? key : (this.policy.keyOf(question, asker) ?? key) };
  }

  /** The message that asks a question within a conversation. */
  continuing(question: unknown, conversation: string): unknown {
    return this.policy.continuing(question, conversation);
  }

  /** The kept answer, or the one `compute` makes, which is then kept for as long as the policy says. */
  async getOrCompute(input: unknown, context: RequestContext, compute: () => Promise<Answer>): Promise<Answer> {
    return (await this.serve(input, context, compute)).answer;
  }

  /**
   * The kept answer, or the one `compute` makes; equal requests at the same time wait for one of them.
   *
   * A request whose patience ends computes by itself, so that it answers in time whatever becomes of the other.
   *
   * @throws whatever `compute` throws.
   */
  async serve(input: unknown, context: RequestContext, compute: () => Promise<Answer>): Promise<Served<Answer>> {
    const key = this.policy.keyOf(input, context);
    if (key === undefined) return this.#passed(await compute());
    const served = await this.#join(key, input, context, compute);
    this.#watcher?.(key, input, context, served.use, served.conversation);
    return served;
  }

  /** As {@link serve} for an answer that this process keeps; undefined if it does not any more. */
  async serveCached(key: string, input: unknown, context: RequestContext): Promise<Served<Answer> | undefined> {
    const kept = this.#lookUp(key, input, context);
    if (kept === undefined) return undefined;
    const served = await this.#present(kept, input, context);
    this.#watcher?.(key, input, context, served.use, served.conversation);
    return served;
  }

  /** Puts a better answer in the place of the one kept for this request. */
  async replace(input: unknown, context: RequestContext, answer: Answer): Promise<void> {
    const key = this.policy.keyOf(input, context);
    if (key === undefined) return;
    const kept = this.policy.keep(answer, input, context);
    await this.cache.set(key, kept, this.policy.lifeOf(kept));
  }

  #lookUp(key: string, input: unknown, context: RequestContext): CacheResult<Kept> | undefined {
    return context.timeline.measure('cache', () => this.cache.lookUp(key, unreachable, this.#options(input, context)));
  }

  async #join(
    key: string,
    input: unknown,
    context: RequestContext,
    compute: () => Promise<Answer>,
  ): Promise<Served<Answer>> {
    const kept = this.#lookUp(key, input, context);
    if (kept !== undefined) return this.#present(kept, input, context);
    using patience = this.policy.patienceOf(context);
    for (let leaders = 0; leaders < MAX_LEADERS && !patience.isOver; leaders++) {
      let own: Promise<Answer> | undefined;
      let hasLeft = false;
      try {
        const found = await this.cache.fill(
          key,
          async () => {
            if (hasLeft) throw new LeaderGoneError();
            own = compute();
            return this.policy.keep(await own, input, context);
          },
          { ...this.#options(input, context), leaseWaitMs: this.policy.leaseWaitMsOf(context) },
          patience,
        );
        if (own === undefined) return await this.#present(found, input, context);
      } catch (error) {
        hasLeft = true;
        context.lifetime.throwIfOver();
        // What it waited for has failed: for good, or because of whoever asked for it.
        const isOfAnother = error instanceof LeaderGoneError || error instanceof CancelledError;
        if (own === undefined && isOfAnother) continue;
      }
      return this.#made(await (own ?? compute()), 'miss');
    }
    return this.#made(await compute(), 'miss');
  }

  #options(input: unknown, asker: Asker): GetOrSetOptions<Kept> {
    const refresher = this.#refresher;
    return {
      ttlMs: (kept) => this.policy.lifeOf(kept).ttlMs,
      graceMs: (kept) => this.policy.lifeOf(kept).graceMs,
      tags: (kept) => this.policy.lifeOf(kept).tags,
      refresh:
        refresher === undefined ? null : async () => this.policy.keep(await refresher(input, asker), input, asker),
    };
  }

  async #present(found: CacheResult<Kept>, input: unknown, context: RequestContext): Promise<Served<Answer>> {
    const served = await this.policy.present(found, input, context);
    answerLookedUp.publish({ result: served.use.answer, isCollapsed: found.isCollapsed });
    return served;
  }

  #made(answer: Answer, result: 'miss' | 'bypass'): Served<Answer> {
    answerLookedUp.publish({ result, isCollapsed: false });
    return { answer, use: computedHere(result), conversation: this.policy.conversationOf(answer) };
  }

  /** Whoever made the answer may have asked the cache, once it knew what the answer depends on. */
  #passed(answer: Answer): Served<Answer> {
    const use = this.policy.useOf(answer);
    if (use.answer === 'bypass') return this.#made(answer, 'bypass');
    return { answer, use, conversation: this.policy.conversationOf(answer) };
  }
}

function unreachable(): never {
  throw new TypeError('an answer is only made anew by its refresher');
}
