import { randomFillSync } from 'node:crypto';

/** What an identifier names; it is also the identifier's prefix. */
export type IdKind = 'ans' | 'cnv' | 'grp' | 'job' | 'key' | 'req' | 'trn';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new identifier such as `ans_01k3v9…`: 48 bits of wall-clock time, then 80 random bits, in Crockford's base 32.
 *
 * @remarks Unguessable (80 random bits) and sortable by creation time, like a ULID.
 * @see https://github.com/ulid/spec
 */
export function newId(kind: IdKind, epochMs = Date.now()): string {
  return `${kind}_${timeDigits(epochMs)}${randomDigits()}`;
}

/** Most identifiers are made in the same millisecond as the one before. */
let latest = { epochMs: Number.NaN, digits: '' };

function timeDigits(epochMs: number): string {
  if (epochMs === latest.epochMs) return latest.digits;
  let digits = '';
  for (let rest = epochMs, i = 0; i < 10; i++) {
    digits = ALPHABET.charAt(rest % 32) + digits;
    rest = Math.floor(rest / 32);
  }
  latest = { epochMs, digits };
  return digits;
}

/** When an identifier was made, wall-clock milliseconds since the epoch; NaN for what is none. */
export function epochMsOf(id: string): number {
  let epochMs = 0;
  for (const digit of id.slice(4, 14)) {
    const value = ALPHABET.indexOf(digit);
    epochMs = value === -1 ? Number.NaN : epochMs * 32 + value;
  }
  return epochMs;
}

const RANDOM_DIGITS = 16;
/** Digits drawn ahead: to ask the system costs the same for one identifier as for hundreds. */
const drawn = Buffer.alloc(4_096);
let used = drawn.length;

function randomDigits(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    for (let at = 0; at < drawn.length; at++) drawn[at] = ALPHABET.charCodeAt((drawn[at] ?? 0) & 31);
    used = 0;
  }
  used += RANDOM_DIGITS;
  return drawn.toString('latin1', used - RANDOM_DIGITS, used);
}

/** The shape of an identifier of that kind, for validation at the edge. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${kind}_[0-9a-hjkmnp-tv-z]{26}$`);
}
