import { describe, expect, it } from '@jest/globals';

import { Deadline, ManualClock, RequestTimeline, type RequestContext } from '../../core/index.js';
import type { AddJobOptions, JobHandler, JobKind, JobQueue } from '../../jobs/index.js';

import type { AnswerCache, Asker, Watcher } from './answer-cache.js';
import { NextQuestionModel } from './next-question-model.js';
import { Prefetcher } from './prefetcher.js';

/** Jobs that run at once, and a cache that only remembers which keys it was asked to fill. */
function setUp(leastPrecision = 0.5) {
  const clock = new ManualClock();
  const kept = new Set<string>();
  const prepared: { readonly key: string; readonly tenant: string }[] = [];
  let watch: Watcher = () => undefined;
  const cache = {
    has: (key: string) => kept.has(key),
    watchWith: (watcher: Watcher) => (watch = watcher),
    prepare: (input: unknown, { caller }: Asker) => {
      const key = `${caller.tenant}/${String(input)}`;
      if (kept.has(key)) return Promise.resolve(undefined);
      kept.add(key);
      prepared.push({ key: String(input), tenant: caller.tenant });
      return Promise.resolve(key);
    },
    questionOf: (key: string, input: unknown) => {
      const question = String(input).split(': ').at(-1) ?? '';
      return { question, key: `${key.split('/')[0]}/${question}` };
    },
    continuing: (question: unknown, conversation: string) => `${conversation}: ${String(question)}`,
  } as unknown as AnswerCache<object>;
  let run: JobHandler<never> = () => Promise.resolve();
  const jobs = {
    handle: (_kind: JobKind<never>, handler: JobHandler<never>) => (run = handler),
    add: async (_kind: JobKind<never>, payload: never, _options: AddJobOptions) => {
      await run(payload, { id: 'job', attempt: 1, deadline: Deadline.never(clock) });
      return { id: 'job', isNew: true };
    },
  } as unknown as JobQueue;
  const prefetcher = new Prefetcher({ isEnabled: true, leastPrecision }, cache, jobs, clock);
  let conversations = 0;
  /** In a conversation, which the question holds then as far as the key goes, or in a new one. */
  const ask = (subject: string, question: string, tenant = 'acme', conversation = `new ${conversations++}`) => {
    const key = `${tenant}/${question}`;
    const use = { answer: kept.has(key) ? 'hit' : 'miss', tier: null, ageMs: null, collapsed: false, similarTo: null };
    const lifetime = Deadline.never(clock);
    const context: RequestContext = {
      requestId: 'req_1',
      caller: { tenant, subject, entitlements: new Set() },
      requestedClass: 'auto',
      wantsFresh: false,
      timeline: new RequestTimeline(clock, 0),
      lifetime,
      degradations: [],
      level: { class: 'strategic', deadlineMs: 500, deadline: lifetime },
    };
    watch(key, question, context, use as Parameters<Watcher>[3], conversation);
  };
  return { clock, kept, prepared, prefetcher, ask };
}

describe('Prefetcher', () => {
  it('makes what followed twice ahead, for the tenant that asked it', async () => {
    const { ask, clock, kept, prepared, prefetcher } = setUp();
    for (const subject of ['ann', 'bob']) {
      ask(subject, 'first');
      ask(subject, 'second');
    }
    ask('eve', 'first', 'globex');
    expect(prepared).toEqual([]);
    ask('cid', 'first');
    await clock.advance(0);
    expect(prepared).toEqual([{ key: 'second', tenant: 'acme' }]);
    expect(kept.has('globex/second')).toBe(false);
    ask('cid', 'second');
    expect(prefetcher.state).toMatchObject({ made: 1, used: 1, precision: 1, isActive: true });
  });

  it('makes ahead, within a conversation, what followed in others, and for no other tenant', async () => {
    const { ask, clock, prepared, prefetcher } = setUp();
    for (const one of ['c1', 'c2']) {
      ask('ann', 'first', 'acme', one);
      ask('ann', `${one}: second`, 'acme', one);
      ask('ann', `${one}: third`, 'acme', one);
    }
    prepared.length = 0;
    ask('eve', 'first', 'globex', 'c3');
    await clock.advance(0);
    expect(prepared).toEqual([]);
    ask('bob', 'first', 'acme', 'c4');
    await clock.advance(0);
    expect(prepared).toEqual([{ key: 'c4: second', tenant: 'acme' }]);
    ask('bob', 'c4: second', 'acme', 'c4');
    await clock.advance(0);
    expect(prepared.map(({ key }) => key)).toEqual(['c4: second', 'c4: third']);
    expect(prefetcher.state).toMatchObject({ used: 1 });
  });

  it('leaves it for a while when too little of it is used', async () => {
    const { clock, ask, prepared, prefetcher } = setUp();
    for (let n = 0; n < 12; n++) {
      for (const subject of ['ann', 'bob', 'cid']) {
        ask(subject, `from ${n}`);
        if (subject !== 'cid') ask(subject, `to ${n}`);
      }
      await clock.advance(0);
    }
    expect(prepared).toHaveLength(12);
    await clock.advance(600_001);
    ask('dan', 'anything');
    expect(prefetcher.state).toMatchObject({ used: 0, isActive: false });
    await clock.advance(600_001);
    expect(prefetcher.state.isActive).toBe(true);
  });
});

describe('FollowUps', () => {
  it('is bounded, and lets what comes seldom give way', () => {
    const followUps = new NextQuestionModel();
    for (const next of ['b', 'b', 'c', 'd', 'e', 'f', 'b']) {
      followUps.note('trail', 'a', 'a');
      followUps.note('trail', next, next);
    }
    expect(followUps.after('a', 2, 0)).toEqual([{ key: 'b', input: 'b', share: 0.5 }]);
  });

  it('holds no more bytes than it says, and keeps what is asked again and again', () => {
    const followUps = new NextQuestionModel();
    const input = { question: 'x'.repeat(1_000) };
    const step = (from: string, to: string) => {
      followUps.note('trail', from, input);
      followUps.note('trail', to, input);
    };
    for (let i = 0; i < 5_000; i++) {
      step(`seldom ${i}`, `next ${i}`);
      if (i % 50 === 0) step('often', 'again');
    }
    const { bytes, count, maxBytes } = followUps.held;
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes / 2);
    expect(count).toBeGreaterThan(100);
    expect(followUps.after('often', 2, 0.5)).toMatchObject([{ key: 'again' }]);
    expect(followUps.after('seldom 0', 1, 0)).toEqual([]);
  });
});
