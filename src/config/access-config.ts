import * as z from 'zod';

import { entitlementSchema } from '../core/index.js';

import { isLoopback } from './loopback.js';

/** A short name, as of a key or a tenant. */
export const name = z.string().regex(/^[\w.-]{1,64}$/, 'expected 1 to 64 letters, digits, ".", "_" or "-"');

/** A key in the configuration. */
export const accessKeySchema = z.strictObject({
  id: name.describe('Names the key in logs.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the key, 64 lower-case hexadecimal digits')
    .describe('Of the key: `printf %s KEY | sha256sum`.'),
  tenant: name.default('default').describe('Whose answers and conversations its bearer shares.'),
  entitlements: z.array(entitlementSchema).min(1).default(['ask']).describe('`ask`, `critical`, `auditor`, `admin`.'),
});

/** Where tokens come from and what must be in them. */
export const jwtSchema = z.strictObject({
  jwksUrl: z
    .url({ protocol: /^https?$/, error: 'expected an https URL' })
    .refine((url) => url.startsWith('https:') || isLoopback(new URL(url).hostname), 'expected https, or this machine')
    .describe('Where the issuer publishes its keys.'),
  issuer: z.string().min(1).max(1_024).describe('Claim `iss`.'),
  audience: z.string().min(1).max(1_024).describe('Claim `aud`.'),
  algorithms: z
    .array(z.enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']))
    .min(1)
    .default(['RS256', 'ES256', 'EdDSA'])
    .describe('Signed with nothing else, whatever a token says.'),
  tenantClaim: z.string().min(1).max(200).default('tenant').describe('Whose data the bearer sees.'),
  entitlementsClaim: z.string().min(1).max(200).default('entitlements').describe('A list, or words as in `scope`.'),
  clockToleranceSeconds: z.int().min(0).max(60).default(30).describe('How far the clock of the issuer may differ.'),
});

const quotaSchema = (requests: number, answers: number) =>
  z
    .strictObject({
      requests: z.int().min(1).max(1e9).default(requests).describe('In a window, over all faces.'),
      answers: z.int().min(1).max(1e6).default(answers).describe('Being made at once, on each replica.'),
      modelTokens: z.int().min(1).max(1e12).optional().describe('Of language models, in a window.'),
    })
    .prefault({});

/** What callers may ask for at most. */
export const limitsSchema = z
  .strictObject({
    windowSeconds: z.int().min(1).max(86_400).default(60).describe('Length of the window.'),
    key: quotaSchema(6_000, 64),
    tenant: quotaSchema(60_000, 256),
  })
  .describe('Apply by default to everyone but the anonymous caller at this machine, and to that one if given.');
