import { REQUESTED_CLASSES, type RequestedClass } from '../core/index.js';

import { callerLimitMs, type Headers } from './caller-limit.js';
import { HeaderInvalidError } from './http.errors.js';

const LENIENT = /(?:^|[,;\s])handling\s*=\s*"?lenient"?/i;
const STRICT = /(?:^|[,;\s])handling\s*=\s*"?strict"?/i;

/** What a caller asks for beyond the answer. */
export interface RequestPreferences {
  readonly requestedClass: RequestedClass | undefined;
  /** Milliseconds from the arrival. */
  readonly deadlineMs: number | undefined;
  /** `Prefer: handling=lenient` (RFC 7240): a lesser class is acceptable where the caller is not entitled to the requested one. */
  readonly mayDowngrade: boolean;
  /** `Prefer: handling=strict` (RFC 7240): an answer that goes without parts under overload is not acceptable. */
  readonly refusesCheaper: boolean;
  /** Whether a cached answer is excluded. */
  readonly wantsFresh: boolean;
}

/** @see RFC 9111, section 5.2.1 */
const REFUSES_CACHED = /(?:^|[,\s])(?:no-cache|no-store|max-age=0)(?:$|[,\s])/i;

/**
 * The class, the deadline and the freshness that a message and the headers it came with ask for.
 *
 * The class comes from the message or from `Director-Class`. A class in the message that does not exist is left to
 * the validation of the message, which names the field.
 *
 * @throws {HeaderInvalidError} `HEADER_INVALID`, if `Director-Class` names no class.
 */
export function readPreferences(input: unknown, headers: Headers): RequestPreferences {
  const message = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const prefer = String(headers['prefer'] ?? '');
  return {
    requestedClass: classOf(message['class']) ?? classOfHeader(headers['director-class']),
    deadlineMs: callerLimitMs(headers, message['deadlineMs']),
    mayDowngrade: prefer !== '' && LENIENT.test(prefer),
    refusesCheaper: prefer !== '' && STRICT.test(prefer),
    wantsFresh: message['noCache'] === true || wantsFresh(headers['cache-control']),
  };
}

function classOf(value: unknown): RequestedClass | undefined {
  return REQUESTED_CLASSES.find((name) => name === value);
}

function classOfHeader(value: string | string[] | undefined): RequestedClass | undefined {
  if (value === undefined) return undefined;
  const requested = classOf(value);
  if (requested === undefined) {
    const expected = `expected ${REQUESTED_CLASSES.join(' or ')}`;
    throw new HeaderInvalidError('Director-Class', expected, String(value));
  }
  return requested;
}

function wantsFresh(cacheControl: string | string[] | undefined): boolean {
  return cacheControl !== undefined && REFUSES_CACHED.test(String(cacheControl));
}
