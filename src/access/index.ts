/**
 * access: the identity and the rights of a caller. Authentication, entitlements, API keys, limits and idempotency.
 *
 * Algorithm: a bearer key is looked up by its SHA-256, first among the configured keys, then in a cache of callers that is
 * refreshed every two seconds from the database; a JSON Web Token is verified against the keys of one issuer. Limits are
 * fixed windows per key and per tenant, counted in memory or in Redis.
 *
 * Concurrency: a known caller is authenticated synchronously; concurrent look-ups of one key share one query.
 *
 * Failure: without a valid key `UNAUTHENTICATED`. While the database is down, cached keys stay valid for
 * `access.keyGraceMs`, others get `STORE_UNAVAILABLE`; while Redis is down, each replica counts for itself; a request with
 * an `Idempotency-Key` needs the database.
 */
export { rateLimitHeaders, RequestAuthorizer } from './request-authorizer.js';
export { type LimitExceeded, KeyNotFoundError, RateLimitedError, UnauthenticatedError } from './access.errors.js';
export { Public, Requires } from './access.guard.js';
export { requireBearer } from './api-key.js';
export { AccessModule } from './access.module.js';
export { Authenticator } from './authenticator.js';
export { Idempotency } from './idempotency.js';
export {
  type ApiKey,
  apiKeySchema,
  type KeyAuthority,
  type KeyRequest,
  keyRequestSchema,
  KeyStore,
  type NewKey,
  newKeySchema,
} from './key-store.js';
export { Limits } from './limits.js';
