import { randomFillSync } from 'node:crypto';

/** What an identifier names; it is also the identifier's prefix. */
export type IdKind = 'ans' | 'cnv' | 'grp' | 'job' | 'key' | 'req' | 'trn';

/** Digits of Crockford's base 32, in order. @see https://www.crockford.com/base32.html */
export const BASE_32 = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new identifier such as `ans_01k3v9…`: 48 bits of wall-clock time, then 80 random bits, in base 32.
 *
 * @remarks Unguessable (80 random bits) and sortable by creation time, like a ULID.
 * @see https://github.com/ulid/spec
 */
export function newId(kind: IdKind, epochMs = Date.now()): string {
  return `${kind}_${timeDigits(epochMs)}${randomDigits()}`;
}

function timeDigits(epochMs: number): string {
  let digits = '';
  for (let rest = epochMs, i = 0; i < 10; i++) {
    digits = BASE_32.charAt(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  return digits;
}

/** When an identifier was made, wall-clock milliseconds since the epoch; NaN for anything else. */
export function epochMsOf(id: string): number {
  let epochMs = 0;
  for (const digit of id.slice(4, 14)) {
    const value = BASE_32.indexOf(digit);
    epochMs = value === -1 ? Number.NaN : epochMs * 32 + value;
  }
  return epochMs;
}

const RANDOM_DIGITS = 16;
/** Random digits for 256 identifiers: a call of the system costs the same for one as for all. */
const drawn = Buffer.alloc(4_096);
let used = drawn.length;

function randomDigits(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    for (let at = 0; at < drawn.length; at++) drawn[at] = BASE_32.charCodeAt((drawn[at] ?? 0) & 31);
    used = 0;
  }
  used += RANDOM_DIGITS;
  return drawn.toString('latin1', used - RANDOM_DIGITS, used);
}

/** The shape of an identifier of that kind, for validation at the edge. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${kind}_[0-9a-hjkmnp-tv-z]{26}$`);
}
