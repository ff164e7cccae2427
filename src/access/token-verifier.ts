import type * as Jose from 'jose';
import * as z from 'zod';

import { entitlementSchema, type Caller, type Clock } from '../core/index.js';

import { JwksUnavailableError } from './access.errors.js';
import type { KnownCaller } from './caller-cache.js';

export interface TokenVerifierOptions {
  /** Where the issuer publishes its keys; from the configuration, never from a token. */
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  /** Nothing else is accepted, whatever a token says. */
  readonly algorithms: readonly string[];
  readonly tenantClaim: string;
  readonly entitlementsClaim: string;
  /** How far the clocks of issuer and service may differ, seconds. */
  readonly clockToleranceSeconds: number;
}

const NAME = z.string().regex(/^[\w.@:-]{1,128}$/);
/** For the keys of the issuer, milliseconds. */
const FETCH_MS = 2_000;
/** No token is longer; one that is costs no look at it. */
const MAX_TOKEN_LENGTH = 8_192;
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Whether a text may be a signed token. */
export function looksLikeToken(text: string): boolean {
  return text.length <= MAX_TOKEN_LENGTH && SHAPE.test(text);
}

/** Checks JSON Web Tokens against the published keys of one issuer. @see RFC 8725 */
export class TokenVerifier {
  #keys: Promise<{ jose: typeof Jose; keys: Jose.JWTVerifyGetKey }> | undefined;

  constructor(
    private readonly options: TokenVerifierOptions,
    private readonly clock: Clock,
  ) {}

  /**
   * Who the token is about; undefined if it is not good.
   *
   * @throws {JwksUnavailableError} `JWKS_UNAVAILABLE`, if the keys are not known and cannot be had.
   */
  async verify(token: string): Promise<KnownCaller | undefined> {
    const { issuer, audience, algorithms, clockToleranceSeconds } = this.options;
    const { jose, keys } = await (this.#keys ??= this.#load());
    try {
      const { payload } = await jose.jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockToleranceSeconds,
        currentDate: new Date(this.clock.epochMs()),
        requiredClaims: ['exp', 'sub'],
      });
      return this.#callerOf(payload);
    } catch (error) {
      if (!(error instanceof jose.errors.JOSEError)) throw new JwksUnavailableError(1_000, { cause: error });
      const isIssuerAway = error.code === 'ERR_JWKS_TIMEOUT' || error.code === 'ERR_JOSE_GENERIC';
      if (isIssuerAway) throw new JwksUnavailableError(1_000, { cause: error });
      return undefined;
    }
  }

  /** `jose` is loaded with the first token. */
  async #load() {
    const jose = await import('jose');
    const keys = jose.createRemoteJWKSet(new URL(this.options.jwksUrl), {
      timeoutDuration: FETCH_MS,
      cooldownDuration: 5_000,
      cacheMaxAge: 600_000,
    });
    return { jose, keys };
  }

  #callerOf(payload: Jose.JWTPayload): KnownCaller | undefined {
    const { tenantClaim, entitlementsClaim, clockToleranceSeconds } = this.options;
    const tenant = NAME.safeParse(payload[tenantClaim]);
    const subject = NAME.safeParse(payload.sub);
    if (!tenant.success || !subject.success || payload.exp === undefined) return undefined;
    const caller: Caller = {
      tenant: tenant.data,
      subject: subject.data,
      entitlements: new Set(entitlementsIn(payload[entitlementsClaim])),
    };
    return { caller, expiresAt: (payload.exp + clockToleranceSeconds) * 1_000 };
  }
}

/** A list, or as in OAuth a text of words; words that are no entitlement mean something to somebody else. */
function entitlementsIn(claim: unknown) {
  const words = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return words.flatMap((word) => {
    const parsed = entitlementSchema.safeParse(word);
    return parsed.success ? [parsed.data] : [];
  });
}
