export { RequestAuthorizer } from './request-authorizer.js';
export {
  type LimitExceeded,
  IdempotencyKeyReusedError,
  JwksUnavailableError,
  KeyNotFoundError,
  NotEntitledError,
  RateLimitedError,
  RequestInProgressError,
  UnauthenticatedError,
} from './access.errors.js';
export { Public, Requires } from './access.guard.js';
export { AccessModule } from './access.module.js';
export { Authenticator } from './authenticator.js';
export { CallerLimits } from './caller-limits.js';
export { Idempotency } from './idempotency.js';
export {
  type ApiKey,
  apiKeySchema,
  type KeyRequest,
  keyRequestSchema,
  KeyStore,
  type NewKey,
  newKeySchema,
} from './key-store.js';
