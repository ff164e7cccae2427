import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';

import { CancelledError, Deadline, ManualClock, RequestTimeline, type RequestContext } from '../../core/index.js';

import { AnswerCache, type AnswerCachePolicy } from './answer-cache.js';
import { computedHere } from '../messages/cache-use.js';
import { Invalidations } from '../../cache/invalidations.js';
import { MemoryTier } from '../../cache/memory-tier.js';
import { TieredCache } from '../../cache/tiered-cache.js';

const keptSchema = z.strictObject({ text: z.string(), ttlMs: z.number(), wording: z.string() });
type Kept = z.infer<typeof keptSchema>;
type Answer = Omit<Kept, 'wording'>;

const policy: AnswerCachePolicy<Answer, Kept> = {
  schema: keptSchema,
  sizeOf: ({ text }) => text.length,
  fingerprintOf: () => 0,
  keyOf: (input, { caller: { tenant } }) => (typeof input === 'string' ? `${tenant}/${input}` : undefined),
  keep: (answer, input) => ({ ...answer, wording: String(input) }),
  lifeOf: ({ ttlMs }) => ({ ttlMs, graceMs: 1_000, tags: [] }),
  patienceOf: ({ level }) => level.deadline.before(15),
  leaseWaitMsOf: ({ level }) => level.deadline.remainingMs / 2,
  present: async ({ value, ageMs, isCollapsed, result, tier }) => {
    const answer = { text: `${value.text}, ${ageMs} ms old`, ttlMs: value.ttlMs };
    const use = { answer: result, tier, ageMs, collapsed: isCollapsed, similarTo: null };
    return { answer, use, conversation: 'new' };
  },
  useOf: () => computedHere('bypass'),
  conversationOf: () => 'new',
  questionOf: (input) => input,
  continuing: (question) => question,
  recalled: async (input) => input,
};

function setUp() {
  const clock = new ManualClock();
  const invalidations = new Invalidations();
  const l1 = new MemoryTier<Kept>({ maxEntries: 9, maxBytes: 9_999 }, clock, invalidations);
  const cache = new AnswerCache(new TieredCache('answers', { clock, invalidations, l1, random: () => 1 }), policy);
  const contextOf = (tenant: string, deadlineMs = 500): RequestContext => {
    const lifetime = Deadline.never(clock);
    return {
      requestId: 'req_1',
      caller: { tenant, subject: 'x', entitlements: new Set() },
      requestedClass: 'auto',
      wantsFresh: false,
      timeline: new RequestTimeline(clock, 0),
      lifetime,
      degradations: [],
      level: { class: 'strategic', deadlineMs, deadline: lifetime.child(deadlineMs) },
    };
  };
  const computed: string[] = [];
  const ask = (tenant: string, input: unknown, ttlMs = 100) =>
    cache.getOrCompute(input, contextOf(tenant), () => {
      computed.push(tenant);
      return Promise.resolve({ text: `answer ${computed.length}`, ttlMs });
    });
  return { clock, cache, contextOf, computed, ask };
}

describe('AnswerCache', () => {
  it('computes once and presents the kept answer afterwards', async () => {
    const { clock, ask, computed } = setUp();
    await ask('acme', 'q');
    await clock.advance(40);
    expect((await ask('acme', 'q')).text).toBe('answer 1, 40 ms old');
    expect(computed).toHaveLength(1);
  });

  it('computes again for another tenant, and for what must not be shared', async () => {
    const { ask, computed } = setUp();
    await ask('acme', 'q');
    await ask('globex', 'q');
    await ask('acme', { private: true });
    await ask('acme', { private: true });
    expect(computed).toEqual(['acme', 'globex', 'acme', 'acme']);
  });

  it('serves a stale answer while the refresher makes a new one, and the old one if it cannot', async () => {
    const { clock, cache, ask, computed } = setUp();
    await ask('acme', 'q');
    await clock.advance(150);
    cache.refreshWith(() => Promise.reject(new Error('no room')));
    expect((await ask('acme', 'q')).text).toBe('answer 1, 150 ms old');
    await clock.advance(0);
    cache.refreshWith(() => Promise.resolve({ text: 'refreshed', ttlMs: 100 }));
    expect((await ask('acme', 'q')).text).toBe('answer 1, 150 ms old');
    await clock.advance(0);
    expect((await ask('acme', 'q')).text).toBe('refreshed, 0 ms old');
    expect(computed).toHaveLength(1);
  });

  it('keeps nothing of a computation that fails', async () => {
    const { cache, contextOf, ask } = setUp();
    const failing = cache.getOrCompute('q', contextOf('acme'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect((await ask('acme', 'q')).text).toBe('answer 1');
  });

  it('lets equal requests wait for one computation, each until its own deadline', async () => {
    const { clock, cache, contextOf, ask, computed } = setUp();
    const slow = Promise.withResolvers<Answer>();
    const first = cache.serve('q', contextOf('acme'), () => slow.promise);
    const second = cache.serve('q', contextOf('acme'), () => Promise.reject(new Error('twice')));
    const hasty = cache.serve('q', contextOf('acme', 100), () => Promise.resolve({ text: 'own', ttlMs: 1 }));
    await clock.advance(86);
    expect(await hasty).toMatchObject({ answer: { text: 'own' }, use: { answer: 'miss' } });
    slow.resolve({ text: 'slow', ttlMs: 100 });
    expect(await first).toMatchObject({ answer: { text: 'slow' }, use: { answer: 'miss', tier: null } });
    expect(await second).toMatchObject({
      answer: { text: 'slow, 0 ms old' },
      use: { answer: 'miss', collapsed: true },
    });
    expect((await ask('acme', 'q')).text).toBe('slow, 0 ms old');
    expect(computed).toEqual([]);
  });

  it('lets one of those who wait compute when the caller who computed goes away', async () => {
    const { clock, cache, contextOf } = setUp();
    const leaving = Promise.withResolvers<Answer>();
    const leader = cache.serve('q', contextOf('acme'), () => leaving.promise);
    leader.catch(() => undefined);
    let computed = 0;
    const compute = () => {
      computed++;
      return Promise.resolve({ text: 'by a waiter', ttlMs: 100 });
    };
    const waiters = [cache.serve('q', contextOf('acme'), compute), cache.serve('q', contextOf('acme'), compute)];
    leaving.reject(new CancelledError('the caller went away'));
    await expect(leader).rejects.toThrow('the caller went away');
    await clock.advance(0);
    const served = await Promise.all(waiters);
    expect(served.map(({ answer }) => answer.text)).toEqual(['by a waiter', 'by a waiter, 0 ms old']);
    expect(computed).toBe(1);
  });

  it('serves what replaced the kept answer', async () => {
    const { cache, contextOf, ask } = setUp();
    await ask('acme', 'q');
    await cache.replace('q', contextOf('acme'), { text: 'better', ttlMs: 100 });
    expect((await ask('acme', 'q')).text).toBe('better, 0 ms old');
  });
});
