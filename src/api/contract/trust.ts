import * as z from 'zod';

import type { AuditVerdict } from '../../conversations/index.js';

/** The result of verifying the audit trail of a tenant. */
export const auditVerificationSchema = z.strictObject({
  tenant: z.string(),
  events: z.int().min(0).describe('Events that were checked.'),
  head: z.string().describe('Hash of the latest event: with a copy of it elsewhere, a later rewrite is detected.'),
  break: z
    .strictObject({
      seq: z.int().min(0),
      reason: z.enum(['missing', 'changed', 'truncated', 'emptied', 'rewritten']),
    })
    .nullable()
    .describe('Where the trail was tampered with; null where it is whole.'),
});
export type AuditVerification = z.infer<typeof auditVerificationSchema>;

/** A verdict as a message. */
export function auditVerificationOf({ break: found, ...verdict }: AuditVerdict): AuditVerification {
  return { ...verdict, break: found ?? null };
}
