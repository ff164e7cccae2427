import { BASE_32, newId } from '../core/index.js';
import { hashText } from '../text/index.js';

/** Digits at the end of an identifier that follow from its tenant and the others. */
const CHECK_DIGITS = 6;

/** A new identifier of something that belongs to that tenant. */
export function newOwnedId(kind: 'ans' | 'cnv', tenant: string, epochMs: number): string {
  const begun = newId(kind, epochMs).slice(0, -CHECK_DIGITS);
  return begun + checkOf(tenant, begun);
}

/**
 * Whether what an identifier names can be that tenant's: decided without the database, which may be away.
 *
 * @remarks No secret: an identifier may be forged to fit the forger's own tenant, where it names nothing. One of another
 *   tenant fits by chance once in a billion times.
 */
export function isOwnedBy(tenant: string, id: string): boolean {
  return id.endsWith(checkOf(tenant, id.slice(0, -CHECK_DIGITS)));
}

function checkOf(tenant: string, begun: string): string {
  let digits = '';
  for (let rest = hashText(`${begun}/${tenant}`), i = 0; i < CHECK_DIGITS; i++, rest = Math.floor(rest / 32)) {
    digits += BASE_32.charAt(rest % 32);
  }
  return digits;
}
