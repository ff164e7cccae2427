import type { IncomingMessage } from 'node:http';

import { BodyFormatError } from './http.errors.js';

/** Text in US-ASCII is UTF-8 too. */
const CHARSETS: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/**
 * Whether a body can be read as it is: not compressed, and in UTF-8, which JSON is.
 *
 * @throws {BodyFormatError} `CONTENT_TYPE_UNSUPPORTED`, naming what is accepted.
 */
export function requireReadableBody({ headers }: Pick<IncomingMessage, 'headers'>): void {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity') throw new BodyFormatError('Content-Encoding', 'none', coding);
  const charset = charsetOf(headers['content-type']);
  if (charset !== undefined && !CHARSETS.has(charset)) {
    throw new BodyFormatError('Content-Type', '"application/json" in UTF-8', charset);
  }
}

function charsetOf(type: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*("?)([^";\s]*)\1/i.exec(type ?? '')?.[2]?.toLowerCase();
}
