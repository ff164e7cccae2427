import { candidateRejection } from './candidate-rejection.js';
import type { Composed } from './composed-text.js';
import { declined } from './declined.js';
import type { Purpose } from './draft-purpose.js';
import type { DraftRequest } from '../request/draft-request.js';
import { noticeClaim } from './notice-claim.js';
import { timeRequest } from './time-request.js';

/** A refusal, a claim on a supplier or a wish for a meeting whose parts the request names; undefined for others. */
export function composedOf(request: DraftRequest, purpose: Purpose): Composed | undefined {
  return (
    timeRequest(request) ??
    noticeClaim(request) ??
    (purpose === 'refusal' ? (candidateRejection(request) ?? declined(request)) : undefined)
  );
}
