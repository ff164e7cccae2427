import { z } from 'zod';

import { entitlementSchema } from '../common/index.js';

import { mcpServersSchema } from './mcp-server.js';

const requestClassConfig = (deadlineMs: number) =>
  z
    .strictObject({
      deadlineMs: z.int().min(10).max(60_000).default(deadlineMs).describe('Time from arrival to answer.'),
      objective: z.number().gt(0).lt(1).default(0.999).describe('Share of answers that must be in time.'),
    })
    .prefault({});

const name = z.string().regex(/^[\w.-]{1,64}$/, 'expected 1 to 64 letters, digits, ".", "_" or "-"');

/** As in a `Host` header, lower case. */
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const accessKeySchema = z.strictObject({
  id: name.describe('Names the key in logs.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the SHA-256 of the key, 64 lower-case hexadecimal digits')
    .describe('Of the key: `printf %s KEY | sha256sum`.'),
  tenant: name.default('default').describe('Whose answers and conversations its bearer shares.'),
  entitlements: z.array(entitlementSchema).min(1).default(['ask']).describe('`ask`, `critical`.'),
});

/**
 * `director.yaml`, every section optional.
 *
 * This schema is the one place where a setting an operator can see has its default.
 */
export const configFileSchema = z.strictObject({
  http: z
    .strictObject({
      bodyLimitBytes: z.int().min(1_024).max(10_485_760).default(262_144).describe('Longest body of a request.'),
      requestTimeoutMs: z.int().min(100).max(120_000).default(10_000).describe('For receiving one whole request.'),
      maxConnections: z.int().min(1).max(100_000).default(10_000).describe('Open at once; one more is refused.'),
      allowedHosts: z
        .array(z.string().regex(HOST_NAME, 'expected a host name without a port'))
        .max(100)
        .default([])
        .describe('Names under which `/mcp` may be called, and whose pages may call it, besides this machine.'),
    })
    .prefault({}),
  access: z.strictObject({ keys: z.array(accessKeySchema).max(10_000).default([]) }).prefault({}),
  classes: z
    .strictObject({
      critical: requestClassConfig(100),
      strategic: requestClassConfig(500),
      enhanced: requestClassConfig(2_000),
      'multi-persona': requestClassConfig(3_000),
    })
    .prefault({}),
  replyReserveMs: z
    .int()
    .min(1)
    .max(1_000)
    .default(25)
    .describe('Kept of every deadline for composing and writing the reply.'),
  admission: z
    .strictObject({
      capacity: z.int().min(1).max(100_000).default(512).describe('Questions worked on at once.'),
      criticalReserve: z.int().min(0).max(10_000).default(32).describe('Of these, kept free for class critical.'),
      queueCapacity: z.int().min(0).max(100_000).default(512).describe('Questions waiting; one more is shed.'),
    })
    .prefault({}),
  continuation: z
    .strictObject({
      capacity: z.int().min(0).max(10_000).default(64).describe('Answers finished in the background at once.'),
      maxMs: z.int().min(0).max(600_000).default(10_000).describe('Longest time after the reply.'),
    })
    .prefault({}),
  answers: z
    .strictObject({
      maxEntries: z.int().min(1).max(1_000_000).default(5_000).describe('Answers kept for GET /v1/answers/{id}.'),
      maxBytes: z.int().min(65_536).max(4_294_967_296).default(16_777_216).describe('Their JSON size together.'),
    })
    .prefault({}),
  conversations: z
    .strictObject({
      maxConversations: z.int().min(1).max(1_000_000).default(10_000).describe('Conversations remembered.'),
      maxTurns: z.int().min(1).max(1_000).default(50).describe('Turns remembered of one conversation.'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      maxEntries: z.int().min(1).max(1_000_000).default(10_000).describe('Answers shared between equal questions.'),
      maxBytes: z.int().min(65_536).max(4_294_967_296).default(6_291_456).describe('Their JSON size together.'),
      answerTtlMs: z.int().min(0).max(86_400_000).default(3_600_000).describe('How long a complete answer is shared.'),
      partialAnswerTtlMs: z.int().min(0).max(86_400_000).default(5_000).describe('How long a partial one is.'),
    })
    .prefault({}),
  memory: z
    .strictObject({
      sampleMs: z.int().min(100).max(60_000).default(1_000).describe('Time between two looks at memory.'),
      elevatedRatio: z.number().gt(0).lt(1).default(0.8).describe('Used share from which caches shrink.'),
      criticalRatio: z.number().gt(0).lt(1).default(0.92).describe('Used share from which they are emptied.'),
    })
    .prefault({}),
  frameworks: z
    .strictObject({ folder: z.string().min(1).optional().describe('More frameworks, one file each.') })
    .prefault({}),
  graphql: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Without GraphQL the process is about 30 MB smaller.'),
    })
    .prefault({}),
  mcp: z.strictObject({ servers: mcpServersSchema }).prefault({}),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

/** Environment variables, by their own names. Unset and empty mean the default. */
export const environmentSchema = z.object({
  HOST: z.string().min(1).max(255).default('127.0.0.1'),
  PORT: z.coerce.number().pipe(z.int().min(0).max(65_535)).default(3_000),
  DIRECTOR_CONFIG: z.string().min(1).optional(),
  DIRECTOR_AUTH: z.enum(['auto', 'none', 'required']).default('auto'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),
});
export type Environment = z.infer<typeof environmentSchema>;

/** How callers are told apart: nobody is (loopback or chosen so), or every caller shows a key. */
export type AuthMode = 'anonymous' | 'keys';

/** The whole configuration: validated, complete, frozen. */
export interface AppConfig extends ConfigFile {
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly auth: AuthMode;
  /** Content hash; part of cache keys, so that a changed configuration never serves answers of the old one. */
  readonly version: string;
}
