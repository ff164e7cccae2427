import type { Answer } from '../../answers/index.js';

/** The answer this caller got, with what a later version adds; the version may be kept for somebody else too. */
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
