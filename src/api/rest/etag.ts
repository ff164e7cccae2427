import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Marks a reply with its version, and says whether the caller has that version already.
 *
 * @returns true if the status is now 304 and no body is needed.
 * @see RFC 9110, sections 8.8.3 and 13.1.2
 */
export function isNotModified(
  request: FastifyRequest,
  reply: FastifyReply,
  etag: string,
  cacheControl: string,
): boolean {
  const quoted = `"${etag}"`;
  void reply.header('ETag', quoted).header('Cache-Control', cacheControl);
  const known = request.headers['if-none-match'];
  if (known === undefined) return false;
  const matches = known
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === quoted || tag === '*');
  if (matches) void reply.status(304);
  return matches;
}
