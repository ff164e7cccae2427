import { describe, expect, it } from '@jest/globals';

import { Deadline, ManualClock, Waterfall, type RequestContext } from '../common/index.js';

import { AnswerCache, type AnswerCachePolicy } from './answer-cache.js';
import { ByteBoundedCache } from './byte-bounded-cache.js';

interface Answer {
  readonly text: string;
  readonly ttlMs: number;
}

const policy: AnswerCachePolicy<Answer> = {
  keyOf: (input, { caller }) => (typeof input === 'string' ? `${caller.tenant}/${input}` : undefined),
  ttlMsOf: ({ ttlMs }) => ttlMs,
  present: ({ value, ageMs }) => ({ ...value, text: `${value.text}, ${ageMs} ms old` }),
};

function setUp() {
  const clock = new ManualClock();
  const cache = new AnswerCache(new ByteBoundedCache<Answer>({ maxEntries: 9, maxBytes: 9_999 }, clock), policy);
  const contextOf = (tenant: string): RequestContext => ({
    requestId: 'req_1',
    caller: { tenant, subject: 'x', entitlements: new Set() },
    requestedClass: 'auto',
    waterfall: new Waterfall(clock, 0),
    lifetime: Deadline.never(clock),
    degradations: [],
    level: { class: 'strategic', deadlineMs: 500, deadline: Deadline.never(clock) },
  });
  const computed: string[] = [];
  const ask = (tenant: string, input: unknown, ttlMs = 100) =>
    cache.getOrCompute(input, contextOf(tenant), async () => {
      computed.push(tenant);
      return { text: `answer ${computed.length}`, ttlMs };
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

  it('computes again when the time is up, for another tenant, and for what must not be shared', async () => {
    const { clock, ask, computed } = setUp();
    await ask('acme', 'q');
    await ask('globex', 'q');
    await ask('acme', { private: true });
    await ask('acme', { private: true });
    await clock.advance(100);
    await ask('acme', 'q');
    expect(computed).toEqual(['acme', 'globex', 'acme', 'acme', 'acme']);
  });

  it('keeps nothing of a computation that fails', async () => {
    const { cache, contextOf, ask } = setUp();
    const failing = cache.getOrCompute('q', contextOf('acme'), () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect((await ask('acme', 'q')).text).toBe('answer 1');
  });

  it('serves what replaced the kept answer', async () => {
    const { cache, contextOf, ask } = setUp();
    await ask('acme', 'q');
    cache.replace('q', contextOf('acme'), { text: 'better', ttlMs: 100 });
    expect((await ask('acme', 'q')).text).toBe('better, 0 ms old');
  });
});
