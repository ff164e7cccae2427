import { ConfigInvalidError } from '../config/index.js';

/** What libpq knows, and how a URL says each way of connecting to `pg`. @see https://www.postgresql.org/docs/current/libpq-ssl.html */
const ATTEMPTS: Readonly<Record<string, readonly string[]>> = {
  disable: ['disable'],
  allow: ['disable', 'prefer'],
  prefer: ['prefer', 'disable'],
  require: ['require'],
  'verify-ca': ['verify-ca'],
  'verify-full': ['verify-full'],
  // Of `pg` itself: encrypted, without knowing the server.
  'no-verify': ['no-verify'],
};

/**
 * The URLs under which to connect, in the order in which they are to be tried: `sslmode` means what it means to libpq,
 * whereas `pg` takes `prefer` and `allow` for `require` and verifies where it was not asked to.
 *
 * @throws {ConfigInvalidError} `CONFIG_INVALID`, for a mode that does not exist, or one that verifies against nothing.
 */
export function attemptsOf(url: string): readonly string[] {
  const parameters = parametersOf(url);
  const mode = parameters.get('sslmode');
  if (mode === null) return [url];
  const attempts = ATTEMPTS[mode];
  if (attempts === undefined) {
    const known = Object.keys(ATTEMPTS).join(', ');
    throw new ConfigInvalidError([`DATABASE_URL: sslmode: expected ${known}, found ${JSON.stringify(mode)}`]);
  }
  if (mode === 'verify-ca' && !parameters.has('sslrootcert')) {
    throw new ConfigInvalidError(['DATABASE_URL: sslmode=verify-ca needs sslrootcert, the file to verify against']);
  }
  return attempts.map((attempt) => withMode(url, parameters, attempt));
}

/**
 * Whether the server was there and refused this way of connecting: it may not speak TLS, or allow nothing else.
 */
export function isWorthAnotherAttempt(error: unknown): boolean {
  const isUnreachable =
    typeof error === 'object' && error !== null && 'syscall' in error && error.syscall === 'connect';
  return !isUnreachable && !(error instanceof AggregateError);
}

function parametersOf(url: string): URLSearchParams {
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

function withMode(url: string, parameters: URLSearchParams, mode: string): string {
  const own = new URLSearchParams(parameters);
  own.set('sslmode', mode);
  if (mode === 'disable') for (const file of ['sslcert', 'sslkey', 'sslrootcert']) own.delete(file);
  // Without it `pg` takes every mode for `verify-full`.
  if (mode === 'no-verify') own.delete('uselibpqcompat');
  else own.set('uselibpqcompat', 'true');
  return `${url.slice(0, url.indexOf('?'))}?${own.toString()}`;
}
