import type { Answer } from '../../answers/index.js';

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
