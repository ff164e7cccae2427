import { timingSafeEqual } from 'node:crypto';

import type { AppConfig } from '../config/index.js';
import { Deadline, DeadlineExceededError, type Caller, type Clock, type Entitlement } from '../core/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { UnauthenticatedError } from './access.errors.js';
import { bearerOf, hashOf, prefixOf } from './api-key.js';
import { CallerCache, type KnownCaller } from './caller-cache.js';
import type { KeyStore } from './key-store.js';
import { looksLikeToken, type TokenVerifier } from './token-verifier.js';

export interface AuthenticatorOptions {
  /** Whether a key is required; otherwise callers without one are `anonymous`. */
  readonly requiresKey: boolean;
  /** Configured keys: their hashes and entitlements. */
  readonly keys: AppConfig['access']['keys'];
  /** Entitlements of a caller without a key, where none is required. */
  readonly anonymousEntitlements: readonly Entitlement[];
  /** How long keys stay valid while the database is down, milliseconds. */
  readonly graceMs: number;
}

/** For a look-up in the database, milliseconds. */
const LOOKUP_TIMEOUT_MS = 1_000;

/** Authenticates callers: by a configured key, a stored key or a token of the issuer. */
export class Authenticator {
  /** The caller where no key is required, as on the command line. */
  readonly anonymous: Caller;
  #configured: ReadonlyMap<string, KnownCaller>;
  readonly #cache: CallerCache;

  constructor(
    private readonly options: AuthenticatorOptions,
    private readonly keys: Pick<KeyStore, 'findByPrefix'>,
    private readonly tokens: Pick<TokenVerifier, 'verify'> | undefined,
    private readonly clock: Clock,
  ) {
    this.anonymous = {
      tenant: 'default',
      subject: 'anonymous',
      entitlements: new Set(options.anonymousEntitlements),
    };
    this.#configured = callersOf(options.keys);
    this.#cache = new CallerCache(options, clock);
  }

  /** Follows other configured keys: one that is gone is refused from now on. */
  change(keys: AuthenticatorOptions['keys']): void {
    this.#configured = callersOf(keys);
  }

  /**
   * The caller; a promise only when the database or the issuer must be queried.
   *
   * Looked up is the SHA-256 of the key, so that no secret is compared byte by byte.
   *
   * @param authorization Value of the `Authorization` header.
   * @throws {UnauthenticatedError} `UNAUTHENTICATED`, if a key is required and none is valid, or if a key of this
   *   service is no longer valid.
   * @throws {StoreUnavailableError | JwksUnavailableError} if the key is not cached and cannot be checked.
   */
  authenticate(authorization: string | undefined): Caller | Promise<Caller> {
    if (authorization === undefined) return this.#anonymousCaller('missing');
    const token = bearerOf(authorization);
    if (token === undefined) return this.#anonymousCaller('scheme');
    const hash = hashOf(token);
    const configured = this.#configured.get(hash);
    if (configured !== undefined) return configured.caller;
    const prefix = prefixOf(token);
    const isToken = this.tokens !== undefined && looksLikeToken(token);
    if (prefix === undefined && !isToken) return this.#anonymousCaller('invalid');
    const known = this.#cache.get(hash, () =>
      prefix === undefined ? this.#verifyToken(token) : this.#findKey(prefix, hash),
    );
    return known instanceof Promise ? known.then((found) => this.#requireValid(found)) : this.#requireValid(known);
  }

  #anonymousCaller(wrong: ConstructorParameters<typeof UnauthenticatedError>[0]): Caller {
    if (this.options.requiresKey) throw new UnauthenticatedError(wrong);
    return this.anonymous;
  }

  #requireValid(known: KnownCaller | undefined): Caller {
    const isValid = known !== undefined && (known.expiresAt === null || this.clock.epochMs() < known.expiresAt);
    if (!isValid) throw new UnauthenticatedError('invalid');
    return known.caller;
  }

  async #verifyToken(token: string): Promise<KnownCaller | undefined> {
    return this.tokens?.verify(token);
  }

  async #findKey(prefix: string, hash: string): Promise<KnownCaller | undefined> {
    using deadline = Deadline.after(this.clock, LOOKUP_TIMEOUT_MS);
    const key = await deadline.wait(this.keys.findByPrefix(prefix)).catch((error: unknown) => {
      if (!(error instanceof DeadlineExceededError)) throw error;
      throw new StoreUnavailableError('the database does not answer', LOOKUP_TIMEOUT_MS, { cause: error });
    });
    if (key === undefined || key.revokedAt !== null) return undefined;
    if (!timingSafeEqual(Buffer.from(key.sha256, 'hex'), Buffer.from(hash, 'hex'))) return undefined;
    const { tenant, id: subject, entitlements, expiresAt } = key;
    return { caller: { tenant, subject, entitlements: new Set(entitlements) }, expiresAt };
  }
}

function callersOf(keys: AuthenticatorOptions['keys']): ReadonlyMap<string, KnownCaller> {
  return new Map(
    keys.map(({ id, sha256, tenant, entitlements }) => [
      sha256,
      { caller: { tenant, subject: id, entitlements: new Set(entitlements) }, expiresAt: null },
    ]),
  );
}
