import type { Answer } from '../../src/answers/index.js';
import { CancelledError, Deadline, RequestTimeline, type Clock, type RequestContext } from '../../src/core/index.js';

/** A request of one tenant, as the guards leave it. */
export function requestContext(clock: Clock, tenant: string, deadlineMs = 500, subject = 'x'): RequestContext {
  const lifetime = Deadline.never(clock);
  return {
    requestId: 'req_1',
    caller: { tenant, subject, entitlements: new Set() },
    requestedClass: 'auto',
    requestedDeadlineMs: null,
    refusesCheaper: false,
    wantsFresh: false,
    timeline: new RequestTimeline(clock, 0),
    unseenMs: 0,
    lifetime,
    degradations: [],
    level: { class: 'strategic', deadlineMs, deadline: lifetime.child(deadlineMs) },
  };
}

/** A complete answer that says `markdown`. */
export function answerSaying(markdown: string): Answer {
  return {
    id: `ans_${'0'.repeat(26)}`,
    version: 1,
    conversationId: `cnv_${'0'.repeat(26)}`,
    status: 'complete',
    answer: { markdown, lead: null, support: [], actions: [], challenges: [] },
    receipt: {
      requestId: 'req_1',
      requestedClass: 'auto',
      requestedDeadlineMs: null,
      class: 'strategic',
      deadlineMs: 500,
      elapsedMs: 1,
      met: true,
      durable: true,
      strategic: true,
      reading: { situation: null, confidence: 0, second: null },
      frameworks: [],
      runnersUp: [],
      context: null,
      personas: [],
      enhancements: [],
      cache: { answer: 'miss', tier: null, ageMs: null, collapsed: false, similarTo: null },
      degradations: [],
      stages: [],
      continuation: null,
    },
  };
}

export const callerGone = () => new CancelledError('the caller disconnected');
