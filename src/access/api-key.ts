import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { BASE_32 } from '../core/index.js';

import { UnauthenticatedError } from './access.errors.js';

const PREFIX_CHARS = 10;
const SECRET_CHARS = 40;
const CHECK_CHARS = 7;
const DIGIT = '[0-9a-hjkmnp-tv-z]';
const SHAPE = new RegExp(`^cdk_(${DIGIT}{${PREFIX_CHARS}})_${DIGIT}{${SECRET_CHARS}}(${DIGIT}{${CHECK_CHARS}})$`);

/**
 * A new API key: `cdk_`, a look-up prefix of ten characters, 200 random bits and a checksum, so that a text that is not a
 * key costs no look-up and a scanner for leaked secrets recognizes one.
 */
export function newApiKey(): string {
  const body = `cdk_${randomText(PREFIX_CHARS)}_${randomText(SECRET_CHARS)}`;
  return body + checksumOf(body);
}

/** The look-up prefix of a key; undefined if the text is not a key of this service. */
export function prefixOf(key: string): string | undefined {
  const [, prefix, checksum] = SHAPE.exec(key) ?? [];
  return checksum === checksumOf(key.slice(0, -CHECK_CHARS)) ? prefix : undefined;
}

/** SHA-256, hexadecimal, of which a key is stored; with 200 random bits, it needs no slow hash. */
export function hashOf(token: string): string {
  return hash('sha256', token);
}

/** The key in an `Authorization` header; undefined if it has another form. */
export function bearerOf(authorization: string): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1];
}

/**
 * Requires one certain key, where no caller is needed.
 *
 * @param sha256 Of the key, hexadecimal.
 * @throws {UnauthenticatedError} `UNAUTHENTICATED`
 */
export function requireBearer(authorization: string | undefined, sha256: string): void {
  if (authorization === undefined) throw new UnauthenticatedError('missing');
  const key = bearerOf(authorization);
  if (key === undefined) throw new UnauthenticatedError('scheme');
  if (!timingSafeEqual(Buffer.from(hashOf(key), 'hex'), Buffer.from(sha256, 'hex'))) {
    throw new UnauthenticatedError('invalid');
  }
}

function randomText(chars: number): string {
  let text = '';
  for (const byte of randomBytes(chars)) text += BASE_32.charAt(byte & 31);
  return text;
}

function checksumOf(text: string): string {
  let checksum = '';
  for (let rest = crc32(text), i = 0; i < CHECK_CHARS; i++) {
    checksum += BASE_32.charAt(rest & 31);
    rest >>>= 5;
  }
  return checksum;
}
