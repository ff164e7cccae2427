import type { Actor, AnswerRecorder } from '../answers/index.js';

import { missingResource, refusalCode } from './problem.js';

/** Notes in the audit trail that a caller was refused what it may not see, or not have. */
export function auditRefusal(records: Pick<AnswerRecorder, 'note'>, actor: Actor, error: unknown): void {
  const resource = missingResource(error);
  if (resource !== undefined) return records.note(actor, 'access.missing', resource);
  const code = refusalCode(error);
  if (code !== undefined) records.note(actor, 'answer.refused', code);
}
