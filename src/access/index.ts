export { AccessCheck } from './access-check.js';
export {
  IdempotencyKeyReusedError,
  IssuerUnavailableError,
  KeyNotFoundError,
  NotEntitledError,
  RateLimitedError,
  RequestUnderWayError,
  UnauthenticatedError,
  type Excess,
} from './access.errors.js';
export { Public, Requires } from './access.guard.js';
export { AccessModule } from './access.module.js';
export { Authenticator } from './authenticator.js';
export { CallerLimits } from './caller-limits.js';
export { Idempotency } from './idempotency.js';
export {
  apiKeySchema,
  keyRequestSchema,
  KeyStore,
  newKeySchema,
  type ApiKey,
  type KeyRequest,
  type NewKey,
} from './key-store.js';
