import * as z from 'zod';

/**
 * What a caller may do: `ask` questions, ask for class `critical`, read the audit trail (`auditor`), manage the keys of
 * its tenant (`admin`).
 */
export const entitlementSchema = z.enum(['ask', 'critical', 'auditor', 'admin']);
export type Entitlement = z.infer<typeof entitlementSchema>;

/** Who is asking. */
export interface Caller {
  /** Whose data this caller may see; every stored thing and every cache key carries it. */
  readonly tenant: string;
  /** Names the key or session in logs and audit; never a secret. */
  readonly subject: string;
  readonly entitlements: ReadonlySet<Entitlement>;
}
