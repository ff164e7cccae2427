import type * as Jose from 'jose';
import * as z from 'zod';

import type { AppConfig } from '../config/index.js';
import { entitlementSchema, type Caller, type Clock } from '../core/index.js';

import { JwksUnavailableError } from './access.errors.js';
import type { KnownCaller } from './caller-cache.js';

const NAME = z.string().regex(/^[\w.@:-]{1,128}$/);
/** For fetching the keys of the issuer, milliseconds. */
const FETCH_TIMEOUT_MS = 2_000;
/** A longer text is not a token. */
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
    private readonly options: NonNullable<AppConfig['access']['jwt']>,
    private readonly clock: Clock,
  ) {}

  /**
   * The caller of the token; undefined if it is invalid.
   *
   * @throws {JwksUnavailableError} `JWKS_UNAVAILABLE`, if the keys are not cached and cannot be fetched.
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
      const isIssuerDown = error.code === 'ERR_JWKS_TIMEOUT' || error.code === 'ERR_JOSE_GENERIC';
      if (isIssuerDown) throw new JwksUnavailableError(1_000, { cause: error });
      return undefined;
    }
  }

  /** `jose` is loaded with the first token. */
  async #load() {
    const jose = await import('jose');
    const keys = jose.createRemoteJWKSet(new URL(this.options.jwksUrl), {
      timeoutDuration: FETCH_TIMEOUT_MS,
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

/** A list, or a text of words as in OAuth; words that are not entitlements belong to other services. */
function entitlementsIn(claim: unknown) {
  const words = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return words.flatMap((word) => {
    const parsed = entitlementSchema.safeParse(word);
    return parsed.success ? [parsed.data] : [];
  });
}
