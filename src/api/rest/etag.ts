import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Sets the version of a reply, and its status to 304 if the caller has that version.
 *
 * @returns true for 304, which has no body.
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
