import { timingSafeEqual } from 'node:crypto';

import { Deadline, DeadlineExceededError, type Caller, type Clock, type Entitlement } from '../core/index.js';
import { StoreUnavailableError } from '../store/index.js';

import { UnauthenticatedError } from './access.errors.js';
import { hashOf, prefixOf } from './api-key.js';
import { CallerCache, type KnownCaller } from './caller-cache.js';
import type { KeyStore } from './key-store.js';
import { looksLikeToken, type TokenVerifier } from './token-verifier.js';

/** A key as the configuration holds it: its hash, and what its bearer may do. */
export interface AccessKey {
  readonly id: string;
  /** SHA-256 of the key, lower-case hexadecimal. */
  readonly sha256: string;
  readonly tenant: string;
  readonly entitlements: readonly Entitlement[];
}

export interface AuthenticatorOptions {
  /** Whether callers are told apart; without, whoever shows no key is `anonymous`. */
  readonly requiresKey: boolean;
  readonly keys: readonly AccessKey[];
  /** What a caller without a key may do, where none is required. */
  readonly anonymousEntitlements: readonly Entitlement[];
  /** How long keys go on being good while the database is away, milliseconds. */
  readonly graceMs: number;
}

/** Longest wait for the database, milliseconds. */
const LOOK_UP_MS = 1_000;

/** Tells who is calling: by a key of the configuration or of the store, or by a token of the issuer. */
export class Authenticator {
  /** The caller where no key is asked for, as on the command line. */
  readonly anonymous: Caller;
  readonly #configured: ReadonlyMap<string, KnownCaller>;
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
    this.#configured = new Map(
      options.keys.map(({ id, sha256, tenant, entitlements }) => [
        sha256,
        { caller: { tenant, subject: id, entitlements: new Set(entitlements) }, expiresAt: null },
      ]),
    );
    this.#cache = new CallerCache(options, clock);
  }

  /**
   * The caller; a promise of it only when somebody has to be asked.
   *
   * Nothing secret is compared bit by bit: what is looked up is the SHA-256 of what was shown.
   *
   * @param authorization Value of the `Authorization` header.
   * @throws {UnauthenticatedError} `UNAUTHENTICATED`, if a key is required and no good one was shown, or if one of ours
   *   was shown that is not good any more.
   * @throws {StoreUnavailableError | JwksUnavailableError} if it is not known and cannot be found out now.
   */
  authenticate(authorization: string | undefined): Caller | Promise<Caller> {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return this.#withoutKey();
    const hash = hashOf(token);
    const configured = this.#configured.get(hash);
    if (configured !== undefined) return configured.caller;
    const prefix = prefixOf(token);
    const isToken = this.tokens !== undefined && looksLikeToken(token);
    if (prefix === undefined && !isToken) return this.#withoutKey();
    const known = this.#cache.get(hash, () =>
      prefix === undefined ? this.#verified(token) : this.#stored(prefix, hash),
    );
    return known instanceof Promise ? known.then((found) => this.#good(found)) : this.#good(known);
  }

  #withoutKey(): Caller {
    if (this.options.requiresKey) throw new UnauthenticatedError();
    return this.anonymous;
  }

  #good(known: KnownCaller | undefined): Caller {
    const isGood = known !== undefined && (known.expiresAt === null || this.clock.epochMs() < known.expiresAt);
    if (!isGood) throw new UnauthenticatedError();
    return known.caller;
  }

  async #verified(token: string): Promise<KnownCaller | undefined> {
    return this.tokens?.verify(token);
  }

  async #stored(prefix: string, hash: string): Promise<KnownCaller | undefined> {
    using deadline = Deadline.after(this.clock, LOOK_UP_MS);
    const key = await deadline.wait(this.keys.findByPrefix(prefix)).catch((error: unknown) => {
      if (!(error instanceof DeadlineExceededError)) throw error;
      throw new StoreUnavailableError('the database does not answer', LOOK_UP_MS, { cause: error });
    });
    if (key === undefined || key.revokedAt !== null) return undefined;
    if (!timingSafeEqual(Buffer.from(key.sha256, 'hex'), Buffer.from(hash, 'hex'))) return undefined;
    const { tenant, id: subject, entitlements, expiresAt } = key;
    return { caller: { tenant, subject, entitlements: new Set(entitlements) }, expiresAt };
  }
}
