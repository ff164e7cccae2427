import { createHash, timingSafeEqual } from 'node:crypto';

import type { Caller, Entitlement } from '../common/index.js';

import { UnauthenticatedError } from './access.errors.js';

/** A key as the configuration holds it: its hash, and what its bearer may do. */
export interface AccessKey {
  readonly id: string;
  /** SHA-256 of the key, lower-case hexadecimal. */
  readonly sha256: string;
  readonly tenant: string;
  readonly entitlements: readonly Entitlement[];
}

export interface AuthenticatorOptions {
  /** Whether callers are told apart by keys; without, everyone is `anonymous`. */
  readonly requiresKey: boolean;
  readonly keys: readonly AccessKey[];
  /** What a caller without a key may do, where none is required. */
  readonly anonymousEntitlements: readonly Entitlement[];
}

/** Tells who is calling. */
export class Authenticator {
  readonly #anonymous: Caller;
  readonly #keys: readonly { readonly hash: Buffer; readonly caller: Caller }[];

  constructor(private readonly options: AuthenticatorOptions) {
    this.#anonymous = {
      tenant: 'default',
      subject: 'anonymous',
      entitlements: new Set(options.anonymousEntitlements),
    };
    this.#keys = options.keys.map(({ id, sha256, tenant, entitlements }) => ({
      hash: Buffer.from(sha256, 'hex'),
      caller: { tenant, subject: id, entitlements: new Set(entitlements) },
    }));
  }

  /** The caller where no key is asked for, as on the command line. */
  get anonymous(): Caller {
    return this.#anonymous;
  }

  /**
   * @param authorization Value of the `Authorization` header.
   * @throws {UnauthenticatedError} `UNAUTHENTICATED`, if a key is required and none of ours was shown.
   */
  authenticate(authorization: string | undefined): Caller {
    if (!this.options.requiresKey) return this.#anonymous;
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new UnauthenticatedError();
    const hash = createHash('sha256').update(token).digest();
    // Every hash is compared, in constant time, so that the time taken tells nothing.
    let caller: Caller | undefined;
    for (const key of this.#keys) if (timingSafeEqual(key.hash, hash)) caller = key.caller;
    if (caller === undefined) throw new UnauthenticatedError();
    return caller;
  }
}
