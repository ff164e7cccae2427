import { EventChannel, type RequestContext } from '../common/index.js';

import type { ByteBoundedCache, CacheHit, CacheState } from './byte-bounded-cache.js';

/** What the cache must know about answers; whoever makes answers provides it. */
export interface AnswerCachePolicy<Answer extends object> {
  /**
   * The key under which this request's answer may be shared, at most 512 bytes, holding everything the answer depends
   * on and never the question itself; undefined when the request must not be answered from the cache.
   */
  keyOf(input: unknown, context: RequestContext): string | undefined;
  /** How long an answer may be served again, milliseconds; zero for never. */
  ttlMsOf(answer: Answer): number;
  /** A kept answer, presented to another request. */
  present(hit: CacheHit<Answer>, input: unknown, context: RequestContext): Answer;
}

/** Injects the {@link AnswerCachePolicy}. */
export const ANSWER_CACHE_POLICY = Symbol('ANSWER_CACHE_POLICY');

/** Published for every request that asked the answer cache. */
export const answerLookedUp = new EventChannel<{ readonly result: 'hit' | 'miss' | 'bypass' }>(
  'cache:answer:looked-up',
);

/** Answers kept for requests that would get the same one; a hit skips the whole pipeline. */
export class AnswerCache<Answer extends object> {
  constructor(
    private readonly cache: ByteBoundedCache<Answer>,
    private readonly policy: AnswerCachePolicy<Answer>,
  ) {}

  /** The kept answer, or the one `compute` makes, which is then kept for as long as the policy says. */
  async getOrCompute(input: unknown, context: RequestContext, compute: () => Promise<Answer>): Promise<Answer> {
    const key = this.policy.keyOf(input, context);
    if (key === undefined) {
      answerLookedUp.publish({ result: 'bypass' });
      return compute();
    }
    const hit = context.waterfall.measure('cache', () => this.cache.get(key));
    answerLookedUp.publish({ result: hit === undefined ? 'miss' : 'hit' });
    if (hit !== undefined) return this.policy.present(hit, input, context);

    const answer = await compute();
    this.cache.set(key, answer, this.policy.ttlMsOf(answer));
    return answer;
  }

  /** Puts a better answer in the place of the one kept for this request. */
  replace(input: unknown, context: RequestContext, answer: Answer): void {
    const key = this.policy.keyOf(input, context);
    if (key !== undefined) this.cache.set(key, answer, this.policy.ttlMsOf(answer));
  }

  get state(): CacheState {
    return this.cache.state;
  }
}
