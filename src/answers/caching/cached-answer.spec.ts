import { describe, expect, it } from '@jest/globals';

import { answerSaying } from '../../../test/support/answers.js';
import type { Answer, RequestPart } from '../messages/answer.js';
import { buildReceipt } from '../writing/receipt-builder.js';

import { CachedAnswer } from './cached-answer.js';

const PART: RequestPart = {
  cache: { answer: 'hit', tier: 'l1', ageMs: 7, collapsed: false, similarTo: null },
  durable: true,
  requestId: 'req_2',
  requestedClass: 'auto',
  class: 'critical',
  requestedDeadlineMs: null,
  deadlineMs: 100,
  elapsedMs: 1,
  met: true,
  degradations: [],
  stages: [],
};

/** As the composer makes it: what describes the request comes last. */
function composed(markdown: string, degradations: Answer['receipt']['degradations'] = []): Answer {
  const { receipt, ...answer } = answerSaying(markdown);
  const { requestId, cache, durable, class: level, met, stages, ...rest } = receipt;
  const { requestedClass, requestedDeadlineMs, deadlineMs, elapsedMs, degradations: none, ...shared } = rest;
  const about = { requestId, requestedClass, class: level, requestedDeadlineMs, deadlineMs, elapsedMs, met };
  const part = { ...about, degradations: [...none, ...degradations], stages };
  const status = degradations.length === 0 ? 'complete' : 'partial';
  return { ...answer, status, receipt: { ...shared, cache, durable, ...part } };
}

const replyOf = (answer: Answer) => JSON.parse(CachedAnswer.of(answer, 'w', 'acme').sign('cnv_2', PART).toString());

describe('CachedAnswer', () => {
  it('replies with the answer, the conversation and the receipt of the request, whatever order the answer has', () => {
    const said = 'Nein – “später”. 🎯 ","receipt":{"cache":{';
    for (const answer of [composed(said), answerSaying(said)]) {
      const expected = { ...answer, conversationId: 'cnv_2', receipt: { ...answer.receipt, ...PART } };
      expect(replyOf(answer)).toEqual(expected);
    }
  });

  it('shares no loss that concerns the store of the first request alone', () => {
    const answer = composed('Yes.', [{ component: 'store', cause: 'failed', effect: 'it waits to be stored' }]);
    expect(replyOf(answer)).toMatchObject({ status: 'complete', receipt: { degradations: [] } });
  });

  it('has the order of the fields that a receipt is built with', () => {
    const names = Object.keys(PART).filter((name) => name !== 'cache' && name !== 'durable');
    const context = { timeline: { elapsedMs: 1, stages: [] }, level: {}, degradations: [] };
    expect(Object.keys(buildReceipt(context as never))).toEqual(names);
  });

  it('counts what it takes in memory: its bytes, and its receipt as an object', () => {
    const [short, long] = [composed('a'), composed('a'.repeat(1_001))].map((one) => CachedAnswer.of(one, 'w', 'acme'));
    expect((long?.bytes ?? 0) - (short?.bytes ?? 0)).toBe(1_000);
  });
});
