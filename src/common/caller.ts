import { z } from 'zod';

/** What a caller may do. `critical` allows the class of that name. */
export const entitlementSchema = z.enum(['ask', 'critical']);
export type Entitlement = z.infer<typeof entitlementSchema>;

/** Who is asking. */
export interface Caller {
  /** Whose data this caller may see; every stored thing and every cache key carries it. */
  readonly tenant: string;
  /** Names the key or session in logs and audit; never a secret. */
  readonly subject: string;
  readonly entitlements: ReadonlySet<Entitlement>;
}
