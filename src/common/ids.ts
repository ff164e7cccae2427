import { randomFillSync } from 'node:crypto';

/** What an identifier names; it is also the identifier's prefix. */
export type IdKind = 'ans' | 'cnv' | 'grp' | 'job' | 'key' | 'req' | 'trn';

const RANDOM_CHARACTERS = 16;
/** Randomness is drawn for many identifiers at once: a call costs more than the bytes. Each byte is used once. */
const pool = Buffer.alloc(RANDOM_CHARACTERS * 256);
let drawn = pool.length;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new identifier such as `ans_01k3v9…`: 48 bits of wall-clock time, then 80 random bits, in Crockford's base 32.
 *
 * @remarks Unguessable (80 random bits) and sortable by creation time, like a ULID.
 * @see https://github.com/ulid/spec
 */
export function newId(kind: IdKind, epochMs = Date.now()): string {
  let time = '';
  for (let rest = epochMs, i = 0; i < 10; i++) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  let random = '';
  for (const end = drawn + RANDOM_CHARACTERS; drawn < end; drawn++) random += ALPHABET.charAt((pool[drawn] ?? 0) & 31);
  return `${kind}_${time}${random}`;
}

/** The shape of an identifier of that kind, for validation at the edge. */
export function idPattern(kind: IdKind): RegExp {
  return new RegExp(`^${kind}_[0-9a-hjkmnp-tv-z]{26}$`);
}
