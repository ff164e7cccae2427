import { describe, expect, it } from '@jest/globals';

import { requestContext } from '../../../test/support/answers.js';
import { Deadline, ManualClock } from '../../core/index.js';
import type { AddJobOptions, JobHandler, JobKind, JobQueue } from '../../jobs/index.js';
import type { Ask } from '../messages/ask.js';
import { Question } from '../reading/question.js';

import type { AnswerKeys } from './answer-keys.js';
import { Prefetcher } from './prefetcher.js';

const keyOf = ({ ask, tenant }: Question) => `${tenant}/${labelOf(ask)}`;
/** A question within a conversation, where it belongs to one. */
const labelOf = ({ conversationId, question }: Ask) =>
  conversationId === undefined ? question : `${conversationId}: ${question}`;

/** Jobs that run at once, and a cache that only remembers which keys it was asked to fill. */
function setUp(minPrecision = 0.5) {
  const clock = new ManualClock();
  const kept = new Set<string>();
  const prepared: { readonly key: string; readonly tenant: string }[] = [];
  const preparer = {
    prepare: (ask: Ask, { tenant }: { readonly tenant: string }) => {
      const key = `${tenant}/${labelOf(ask)}`;
      if (kept.has(key)) return Promise.resolve(undefined);
      kept.add(key);
      prepared.push({ key: labelOf(ask), tenant });
      return Promise.resolve(key);
    },
  };
  let run: JobHandler<never> = () => Promise.resolve();
  const jobs = {
    handle: (_kind: JobKind<never>, handler: JobHandler<never>) => (run = handler),
    add: async (_kind: JobKind<never>, payload: never, _options: AddJobOptions) => {
      await run(payload, { id: 'job', deadline: Deadline.never(clock) });
      return 'job';
    },
  } as unknown as JobQueue;
  const keys = { keyOf } as unknown as AnswerKeys;
  const options = { isEnabled: true, minPrecision };
  const prefetcher = new Prefetcher(options, preparer, kept, keys, jobs, clock);
  let conversations = 0;
  /** Within `conversation`, or as the first question of a new one. */
  const ask = (subject: string, question: string, tenant = 'acme', conversation?: string) => {
    const context = requestContext(clock, tenant, 500, subject);
    const asked = new Question(
      conversation === undefined ? { question } : { question, conversationId: conversation },
      context,
    );
    asked.cacheKey = keyOf(asked);
    const conversationId = conversation ?? `new ${conversations++}`;
    prefetcher.observe({ question: asked, wasCached: kept.has(asked.cacheKey), conversationId });
  };
  /** The first question of a conversation whose id is known. */
  const open = (subject: string, question: string, conversationId: string, tenant = 'acme') => {
    const asked = new Question({ question }, requestContext(clock, tenant, 500, subject));
    asked.cacheKey = keyOf(asked);
    prefetcher.observe({ question: asked, wasCached: kept.has(asked.cacheKey), conversationId });
  };
  return { clock, kept, prepared, prefetcher, ask, open };
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
    const { ask, clock, open, prepared, prefetcher } = setUp();
    for (const one of ['c1', 'c2']) {
      open('ann', 'first', one);
      ask('ann', 'second', 'acme', one);
      ask('ann', 'third', 'acme', one);
    }
    prepared.length = 0;
    open('eve', 'first', 'c3', 'globex');
    await clock.advance(0);
    expect(prepared).toEqual([]);
    open('bob', 'first', 'c4');
    await clock.advance(0);
    expect(prepared).toEqual([{ key: 'c4: second', tenant: 'acme' }]);
    ask('bob', 'second', 'acme', 'c4');
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
