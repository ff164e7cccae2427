import type { Answer, AnswerStore } from '../../answers/index.js';
import { DeadlineExceededError, type RequestContext } from '../../core/index.js';

/** The answer of this caller with the additions of a later version, which may be cached for other callers too. */
export function withLaterVersion(answer: Answer, { version, status, answer: brief, receipt }: Answer): Answer {
  const { personas, enhancements, degradations, continuation } = receipt;
  return {
    ...answer,
    version,
    status,
    answer: brief,
    receipt: { ...answer.receipt, personas, enhancements, degradations, continuation },
  };
}

/**
 * The answer with what lands within `waitMs`; unchanged, if nothing does.
 *
 * @throws {CancelledError} `CANCELLED`, if the lifetime of the request ends.
 */
export async function awaitLaterVersion(
  answers: Pick<AnswerStore, 'get' | 'subscribe'>,
  answer: Answer,
  waitMs: number,
  { caller: { tenant }, lifetime }: Pick<RequestContext, 'caller' | 'lifetime'>,
): Promise<Answer> {
  using waiting = lifetime.child(waitMs);
  const landing = Promise.withResolvers<Answer>();
  const unsubscribe = answers.subscribe(tenant, answer.id, landing.resolve);
  try {
    const present = await answers.get(tenant, answer.id);
    return withLaterVersion(answer, present.version > answer.version ? present : await waiting.wait(landing.promise));
  } catch (error) {
    if (error instanceof DeadlineExceededError) return answer;
    throw error;
  } finally {
    unsubscribe();
  }
}
