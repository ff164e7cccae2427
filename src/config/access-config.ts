import * as z from 'zod';

import { entitlementSchema } from '../core/index.js';

import { isLoopback } from './loopback.js';
import { int, section, sha256, text } from './setting-schemas.js';

/** A short name, as of a key or a tenant. */
export const name = z.string().regex(/^[\w.-]{1,64}$/, 'expected 1 to 64 letters, digits, ".", "_" or "-"');

/** A key in the configuration. */
export const accessKeySchema = z.strictObject({
  id: name.describe('Names the key in logs.'),
  sha256: sha256('expected the SHA-256 of the key, 64 lower-case hexadecimal digits').describe(
    'Of the key: `printf %s KEY | sha256sum`.',
  ),
  tenant: name.default('default').describe('Tenant of the key.'),
  entitlements: z.array(entitlementSchema).min(1).default(['ask']).describe('`ask`, `critical`, `auditor`, `admin`.'),
});

/** The token issuer and the required claims. */
export const jwtSchema = z.strictObject({
  jwksUrl: z
    .url({ protocol: /^https?$/, error: 'expected an https URL' })
    .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), 'expected https, or this machine')
    .describe('Where the issuer publishes its keys.'),
  issuer: text(1_024).describe('Claim `iss`.'),
  audience: text(1_024).describe('Claim `aud`.'),
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .min(1)
    .default(['RS256', 'ES256', 'EdDSA'])
    .describe('Accepted signature algorithms, whatever a token claims.'),
  tenantClaim: text(200).default('tenant').describe('Claim with the tenant.'),
  entitlementsClaim: text(200)
    .default('entitlements')
    .describe('Claim with the entitlements: a list, or words as in `scope`.'),
  clockToleranceSeconds: int(0, 60).default(30).describe('Tolerated clock skew of the issuer.'),
});

const quotaSchema = (requests: number, answers: number) =>
  section({
    requests: int(1, 1e9).default(requests).describe('In a window, over all endpoints.'),
    answers: int(1, 1e6).default(answers).describe('In progress at once, on each replica.'),
    modelTokens: int(1, 1e12).optional().describe('Of language models, in a window.'),
  });

/** Limits of callers. */
export const limitsSchema = z
  .strictObject({
    windowSeconds: int(1, 86_400).default(60).describe('Length of the window.'),
    key: quotaSchema(6_000, 64),
    tenant: quotaSchema(60_000, 256),
  })
  .describe('Apply by default to all callers except the anonymous one on loopback; if set, to that one too.');
