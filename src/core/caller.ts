import * as z from 'zod';

/**
 * What a caller may do: `ask` questions, ask for class `critical`, read the audit trail (`auditor`), manage the keys of
 * its tenant (`admin`).
 */
export const entitlementSchema = z.enum(['ask', 'critical', 'auditor', 'admin']);
export type Entitlement = z.infer<typeof entitlementSchema>;

/** The authenticated origin of a request. */
export interface Caller {
  /** Whose data this caller may see; every stored row and every cache key carries it. */
  readonly tenant: string;
  /** Identifies the key or session in logs and audit; never a secret. */
  readonly subject: string;
  readonly entitlements: ReadonlySet<Entitlement>;
}
