import { describe, expect, it } from '@jest/globals';

import { answerSaying, callerGone, requestContext } from '../../../test/support/answers.js';
import { Invalidations } from '../../cache/invalidations.js';
import { MemoryTier } from '../../cache/memory-tier.js';
import { TieredCache } from '../../cache/tiered-cache.js';
import { ManualClock } from '../../core/index.js';
import type { Answer } from '../messages/answer.js';
import { Question } from '../reading/question.js';

import { AnswerCache, type AnswerResult } from './answer-cache.js';
import type { CachedAnswer } from './cached-answer.js';

const OPTIONS = { answerTtlMs: 100, answerGraceMs: 1_000, partialAnswerTtlMs: 10 };

function setUp() {
  const clock = new ManualClock();
  const invalidations = new Invalidations();
  const bounds = { maxEntries: 9, maxBytes: 99_999, sizeOf: ({ bytes }: CachedAnswer) => bytes };
  const l1 = new MemoryTier<CachedAnswer>(bounds, clock, invalidations);
  const cache = new AnswerCache(OPTIONS, new TieredCache('answers', { clock, invalidations, l1, random: () => 1 }));
  const questionOf = (tenant: string, text: string, deadlineMs = 500) => {
    const question = new Question({ question: text }, requestContext(clock, tenant, deadlineMs));
    question.cacheKey = `${tenant}/${text}`;
    return question;
  };
  const ask = async (question: Question, compute: () => Promise<Answer>) => {
    using patience = question.context.level.deadline.before(15);
    return await cache.getOrCompute(question, { patience, leaseWaitMs: 100 }, compute);
  };
  let computed = 0;
  const askAs = (tenant: string, text = 'q') =>
    ask(questionOf(tenant, text), () => Promise.resolve(answerSaying(`answer ${++computed}`)));
  const lookUp = (text: string) => cache.lookUp(questionOf('acme', text))?.value;
  return { clock, cache, invalidations, questionOf, ask, askAs, lookUp, computed: () => computed };
}

/** What an outcome says, whether it was cached, and how old it is. */
function outcome(result: AnswerResult) {
  if ('computed' in result) return { says: result.computed.answer.markdown };
  const { ageMs, isCollapsed, value } = result.cached;
  const head = JSON.stringify(value.toJSON().head);
  return { says: /answer \d+|[a-z]+ version|by a waiter|slow/.exec(head)?.[0], ageMs, isCollapsed };
}

describe('AnswerCache', () => {
  it('computes an answer once and serves it from the cache afterwards', async () => {
    const { askAs, clock, computed } = setUp();
    expect(outcome(await askAs('acme'))).toEqual({ says: 'answer 1' });
    await clock.advance(40);
    expect(outcome(await askAs('acme'))).toEqual({ says: 'answer 1', ageMs: 40, isCollapsed: false });
    expect(computed()).toBe(1);
  });

  it('computes again for another tenant, and for a question without a key', async () => {
    const { ask, askAs, computed, questionOf } = setUp();
    await askAs('acme');
    await askAs('globex');
    expect(computed()).toBe(2);
    const keyless = questionOf('acme', 'q');
    keyless.cacheKey = undefined;
    for (const says of ['first', 'second']) {
      const result = await ask(keyless, () => Promise.resolve(answerSaying(says)));
      expect(outcome(result)).toEqual({ says });
    }
  });

  it('serves a stale answer while it is refreshed, and the old one if that fails', async () => {
    const { askAs, cache, clock, computed } = setUp();
    await askAs('acme');
    await clock.advance(150);
    cache.refreshWith(() => Promise.reject(new Error('no capacity')));
    expect(outcome(await askAs('acme'))).toMatchObject({ says: 'answer 1', ageMs: 150 });
    await clock.advance(0);
    cache.refreshWith(() => Promise.resolve(answerSaying('fresh version')));
    expect(outcome(await askAs('acme'))).toMatchObject({ says: 'answer 1', ageMs: 150 });
    await clock.advance(0);
    expect(outcome(await askAs('acme'))).toMatchObject({ says: 'fresh version', ageMs: 0 });
    expect(computed()).toBe(1);
  });

  it('caches nothing of a computation that fails', async () => {
    const { ask, askAs, questionOf } = setUp();
    const failing = ask(questionOf('acme', 'q'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(outcome(await askAs('acme'))).toEqual({ says: 'answer 1' });
  });

  it('has equal requests wait for one computation, each until its own deadline', async () => {
    const { ask, askAs, clock, computed, questionOf } = setUp();
    const slow = Promise.withResolvers<Answer>();
    const first = ask(questionOf('acme', 'q'), () => slow.promise);
    const second = ask(questionOf('acme', 'q'), () => Promise.reject(new Error('twice')));
    const hasty = ask(questionOf('acme', 'q', 100), () => Promise.resolve(answerSaying('own')));
    await clock.advance(86);
    expect(outcome(await hasty)).toEqual({ says: 'own' });
    slow.resolve(answerSaying('slow'));
    expect(outcome(await first)).toEqual({ says: 'slow' });
    expect(outcome(await second)).toEqual({ says: 'slow', ageMs: 0, isCollapsed: true });
    expect(outcome(await askAs('acme'))).toMatchObject({ says: 'slow' });
    expect(computed()).toBe(0);
  });

  it('has one of the waiting requests compute when the caller of the leading one disconnects', async () => {
    const { ask, clock, questionOf } = setUp();
    const leaving = Promise.withResolvers<Answer>();
    const leader = ask(questionOf('acme', 'q'), () => leaving.promise);
    leader.catch(() => undefined);
    let computed = 0;
    const compute = () => {
      computed++;
      return Promise.resolve(answerSaying('by a waiter'));
    };
    const waiters = [ask(questionOf('acme', 'q'), compute), ask(questionOf('acme', 'q'), compute)];
    leaving.reject(callerGone());
    await expect(leader).rejects.toThrow('the caller disconnected');
    await clock.advance(0);
    const outcomes = (await Promise.all(waiters)).map(outcome);
    expect(outcomes).toEqual([{ says: 'by a waiter' }, { says: 'by a waiter', ageMs: 0, isCollapsed: true }]);
    expect(computed).toBe(1);
  });

  it('serves the later version that replaced a cached answer', async () => {
    const { askAs, cache, questionOf } = setUp();
    await askAs('acme');
    await cache.replace(questionOf('acme', 'q'), answerSaying('later version'), cache.position);
    expect(outcome(await askAs('acme'))).toMatchObject({ says: 'later version', ageMs: 0 });
  });

  it('does not bring back what was invalidated while the later version was on its way', async () => {
    const { cache, invalidations, lookUp, questionOf } = setUp();
    const readAt = cache.position;
    const later = answerSaying('later version');
    invalidations.invalidate(`conversation:${later.conversationId}`);
    await cache.replace(questionOf('acme', 'q'), later, readAt);
    expect(lookUp('q')).toBeUndefined();
  });

  it('keeps the later version that landed before the first one could leave', async () => {
    const { cache, lookUp, questionOf } = setUp();
    const question = questionOf('acme', 'q');
    const first = answerSaying('first version');
    await cache.prepare(question, async () => {
      await cache.replace(question, { ...answerSaying('later version'), version: 2 }, cache.position);
      return first;
    });
    expect(lookUp('q')?.version).toBe(2);
  });

  it('prepares an answer once', async () => {
    const { cache, questionOf } = setUp();
    const prepare = () => cache.prepare(questionOf('acme', 'q'), () => Promise.resolve(answerSaying('slow')));
    expect([await prepare(), await prepare()]).toEqual([true, false]);
  });
});
