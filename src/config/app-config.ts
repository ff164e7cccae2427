import * as z from 'zod';

import { entitlementSchema, type Entitlement } from '../core/index.js';

import { accessKeySchema, jwtSchema, limitsSchema, name } from './access-config.js';
import { graphqlSchema } from './graphql-config.js';
import { mcpServersSchema } from './mcp-server.js';
import { modelsSchema } from './model-backend.js';

interface ClassDefaults {
  readonly deadlineMs: number;
  readonly entitlement?: Entitlement;
  readonly reserve: number;
  readonly weight: number;
}

const requestClassConfig = ({ deadlineMs, entitlement = 'ask', reserve, weight }: ClassDefaults) =>
  z
    .strictObject({
      deadlineMs: z.int().min(10).max(60_000).default(deadlineMs).describe('Time from arrival to answer.'),
      objective: z.number().gt(0).lt(1).default(0.999).describe('Share of answers that must be in time.'),
      entitlement: entitlementSchema.default(entitlement).describe('What a caller must be entitled to.'),
      reserve: z
        .int()
        .min(0)
        .max(10_000)
        .default(reserve)
        .describe('Questions of this class worked on beyond the limit, whatever other classes do.'),
      weight: z.number().gt(0).max(1_000).default(weight).describe('Its share of free slots beside other classes.'),
    })
    .prefault({});

/** As in a `Host` header, lower case. */
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * `director.yaml`, every section optional.
 *
 * This schema is the one place where a setting an operator can see has its default.
 */
export const configFileSchema = z.strictObject({
  http: z
    .strictObject({
      bodyLimitBytes: z.int().min(1_024).max(10_485_760).default(262_144).describe('Longest body of a request.'),
      requestTimeoutMs: z.int().min(100).max(120_000).default(8_000).describe('For receiving one whole request.'),
      maxConnections: z
        .int()
        .min(1)
        .max(100_000)
        .default(10_000)
        .describe('Open at once; one more is refused. As many may wait to be accepted, if the system lets them.'),
      allowedHosts: z
        .array(z.string().regex(HOST_NAME, 'expected a host name without a port'))
        .max(100)
        .default([])
        .describe('Names under which `/mcp` may be called, and whose pages may call it, besides this machine.'),
      corsOrigins: z
        .array(z.url({ protocol: /^https?$/, error: 'expected an origin such as "https://console.example"' }))
        .max(100)
        .default([])
        .describe('Origins whose pages may call REST and GraphQL; none by default.'),
    })
    .prefault({}),
  access: z
    .strictObject({
      keys: z.array(accessKeySchema).max(10_000).default([]),
      keyGraceMs: z
        .int()
        .min(0)
        .max(86_400_000)
        .default(300_000)
        .describe('How long a key that was good stays good while the database is away.'),
      jwt: jwtSchema.optional(),
      limits: limitsSchema.optional(),
    })
    .prefault({}),
  classes: z
    .strictObject({
      critical: requestClassConfig({ deadlineMs: 100, entitlement: 'critical', reserve: 16, weight: 8 }),
      strategic: requestClassConfig({ deadlineMs: 500, reserve: 0, weight: 4 }),
      enhanced: requestClassConfig({ deadlineMs: 2_000, reserve: 0, weight: 2 }),
      'multi-persona': requestClassConfig({ deadlineMs: 3_000, reserve: 0, weight: 1 }),
    })
    .prefault({}),
  replyReserve: z
    .strictObject({
      minMs: z.int().min(1).max(1_000).default(10).describe('Kept of every deadline for the reply at least.'),
      maxMs: z.int().min(1).max(10_000).default(60).describe('At most; between the two by what replies have taken.'),
    })
    .prefault({}),
  admission: z
    .strictObject({
      capacity: z
        .int()
        .min(1)
        .max(100_000)
        .default(512)
        .describe('Questions open at once, those waiting for MCP servers included.'),
      tenantRatio: z.number().gt(0).max(1).default(0.75).describe('Share of that which one tenant may have open.'),
      minLimit: z.int().min(1).max(10_000).default(2).describe('Questions worked on at once, at least.'),
      initialLimit: z.int().min(1).max(10_000).default(16).describe('At the start; then by what is measured.'),
      maxLimit: z.int().min(1).max(10_000).default(128).describe('At most.'),
      queueCapacity: z.int().min(0).max(100_000).default(512).describe('Questions waiting; one more is shed.'),
      queueTargetRatio: z
        .number()
        .gt(0)
        .max(1)
        .default(0.2)
        .describe('Share of the deadline to which the wait is held in a queue that does not drain by itself.'),
      stallMs: z
        .int()
        .min(10)
        .max(10_000)
        .default(400)
        .describe('Delay of the event loop from which patient classes are refused.'),
      refuseRatio: z.number().gt(0).lt(1).default(0.95).describe('Used share of memory from which every class is.'),
      tenantWeights: z
        .record(name, z.number().gt(0).max(1_000))
        .default({})
        .describe('Share of tenants beside others of the same class; 1 for those not named.'),
    })
    .prefault({}),
  continuation: z
    .strictObject({
      capacity: z.int().min(0).max(10_000).default(64).describe('Answers finished in the background at once.'),
      maxMs: z.int().min(0).max(600_000).default(10_000).describe('Longest time after the reply.'),
      maxCpuRatio: z.number().gt(0).max(1).default(0.1).describe('Share of a core that landing late work may take.'),
    })
    .prefault({}),
  jobs: z
    .strictObject({
      queueCapacity: z
        .int()
        .min(1)
        .max(1_000_000)
        .default(1_000)
        .describe('Background jobs waiting; one more is refused.'),
      concurrency: z.int().min(1).max(1_000).default(2).describe('Background jobs worked on at once.'),
      minSpareRatio: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe('Share of the service that must be free before a background job starts.'),
      maxWaitMs: z
        .int()
        .min(0)
        .max(86_400_000)
        .default(30_000)
        .describe('A job that waited so long starts anyway, one at a time.'),
      redisCommandTimeoutMs: z
        .int()
        .min(10)
        .max(60_000)
        .default(1_000)
        .describe('For one command when a job is added.'),
      lockMs: z
        .int()
        .min(500)
        .max(600_000)
        .default(5_000)
        .describe('A job whose worker has not been heard of for so long is taken up by another.'),
    })
    .prefault({}),
  store: z
    .strictObject({
      file: z
        .string()
        .regex(/^(?::memory:|[\w.-]{1,100})$/, 'expected a file name, or ":memory:"')
        .default('director.db')
        .describe('SQLite file in `DATA_DIR`, without `DATABASE_URL`; `:memory:` keeps nothing.'),
      outbox: z
        .strictObject({
          maxEntries: z.int().min(1).max(1_000_000).default(20_000).describe('Waiting to be written; then 503.'),
          maxBytes: z.int().min(65_536).max(4_294_967_296).default(33_554_432).describe('Their size in memory.'),
          lingerMs: z.int().min(0).max(1_000).default(50).describe('How long one waits for others to be written with.'),
        })
        .prefault({}),
      postgres: z
        .strictObject({
          minConnections: z
            .int()
            .min(1)
            .max(100)
            .default(2)
            .describe('Stay open when idle; the pool grows with demand.'),
          maxConnections: z.int().min(1).max(1_000).default(10).describe('And never beyond this.'),
          statementTimeoutMs: z.int().min(50).max(60_000).default(2_000).describe('For one statement.'),
          connectTimeoutMs: z.int().min(50).max(60_000).default(2_000).describe('For a connection.'),
        })
        .prefault({}),
    })
    .prefault({}),
  conversations: z
    .strictObject({
      historyTurns: z.int().min(1).max(1_000).default(50).describe('Latest turns that the next is answered with.'),
      historyTimeoutMs: z.int().min(1).max(10_000).default(100).describe('Longest an answer waits for them.'),
    })
    .prefault({}),
  audit: z
    .strictObject({
      mode: z
        .enum(['off', 'eventual', 'required'])
        .default('eventual')
        .describe('`required`: no answer leaves before its event will survive a loss of power.'),
      questionText: z.boolean().default(false).describe('Whether events hold the question; its hash they always do.'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      conversationDays: z.int().min(1).max(36_500).default(365).describe('Untouched conversations, with answers.'),
      auditDays: z.int().min(1).max(36_500).default(730).describe('Audit events.'),
    })
    .prefault({}),
  cache: z
    .strictObject({
      maxEntries: z.int().min(1).max(1_000_000).default(10_000).describe('Answers shared between equal questions.'),
      maxBytes: z.int().min(65_536).max(4_294_967_296).default(6_291_456).describe('Their JSON size together.'),
      answerTtlMs: z.int().min(0).max(86_400_000).default(3_600_000).describe('How long a complete answer is shared.'),
      answerGraceMs: z
        .int()
        .min(0)
        .max(604_800_000)
        .default(3_600_000)
        .describe('How much longer one is served while it is made anew, or cannot be.'),
      partialAnswerTtlMs: z.int().min(0).max(86_400_000).default(5_000).describe('How long a partial one is.'),
      ttlSpread: z
        .number()
        .min(1)
        .max(100)
        .default(4)
        .describe('Times to live adapt between what is set divided and multiplied by this; 1 leaves them.'),
      prefetch: z
        .boolean()
        .default(true)
        .describe('Whether answers are made before they are asked for, where there is room.'),
      prefetchPrecision: z
        .number()
        .min(0)
        .max(1)
        .default(0.2)
        .describe('Share of these that must be used; below it none are made for ten minutes.'),
      redisBudgetMs: z.int().min(1).max(1_000).default(15).describe('Longest wait for one command of Redis.'),
      leaseMs: z
        .int()
        .min(100)
        .max(60_000)
        .default(2_000)
        .describe('How long a replica that died while computing for all blocks the others.'),
    })
    .prefault({}),
  memory: z
    .strictObject({
      sampleMs: z.int().min(100).max(60_000).default(1_000).describe('Time between two looks at memory.'),
      limitMb: z
        .int()
        .min(32)
        .max(1_048_576)
        .optional()
        .describe('What the process may hold for itself, where no container limits it, or limits it later.'),
      elevatedRatio: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.8)
        .describe('Used share from which relief begins: caches shrink.'),
      criticalRatio: z
        .number()
        .gt(0)
        .lt(1)
        .default(0.92)
        .describe('Used share from which caches are emptied and patient classes refused.'),
      leakWindowMs: z
        .int()
        .min(1_000)
        .max(86_400_000)
        .default(900_000)
        .describe('Over so long memory must grow with the requests to count as a leak.'),
      leakMb: z.number().gt(0).max(65_536).default(8).describe('And by so many megabytes.'),
    })
    .prefault({}),
  frameworks: z
    .strictObject({ folder: z.string().min(1).optional().describe('More frameworks, one file each.') })
    .prefault({}),
  drain: z
    .strictObject({
      announceMs: z
        .int()
        .min(0)
        .max(60_000)
        .default(3_000)
        .describe('After SIGTERM: not ready, still answering, so that load balancers learn of it.'),
      maxMs: z
        .int()
        .min(0)
        .max(300_000)
        .default(20_000)
        .describe('Then: longest wait for what has begun, before connections are cut.'),
    })
    .prefault({}),
  graphql: graphqlSchema,
  mcp: z
    .strictObject({
      maxSessions: z.int().min(1).max(10_000).default(64).describe('Sessions open at once, over all servers.'),
      results: z
        .strictObject({
          maxEntries: z.int().min(1).max(1_000_000).default(2_000).describe('Results of tools kept.'),
          maxBytes: z.int().min(65_536).max(4_294_967_296).default(2_097_152).describe('Their JSON size together.'),
        })
        .prefault({}),
      servers: mcpServersSchema,
    })
    .prefault({}),
  models: modelsSchema.prefault({}),
  streams: z
    .strictObject({
      maxLogs: z.int().min(1).max(1_000_000).default(5_000).describe('Streamed answers whose events can be resumed.'),
      maxBytes: z.int().min(65_536).max(4_294_967_296).default(8_388_608).describe('Their events together.'),
      pingMs: z.int().min(1_000).max(120_000).default(15_000).describe('Between comments that keep a stream open.'),
    })
    .prefault({}),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

/** Environment variables, by their own names. Unset and empty mean the default. */
export const environmentSchema = z.object({
  HOST: z.string().min(1).max(255).default('127.0.0.1'),
  PORT: z.coerce.number().pipe(z.int().min(0).max(65_535)).default(3_000),
  DIRECTOR_CONFIG: z.string().min(1).optional(),
  DIRECTOR_AUTH: z.enum(['auto', 'none', 'required']).default('auto'),
  DATA_DIR: z.string().min(1).max(4_096).default('./data'),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected redis://host:port or rediss://host:port' }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user@host:port/database' }).optional(),
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'log', 'debug', 'verbose']).default('log'),
});
export type Environment = z.infer<typeof environmentSchema>;

/** How callers are told apart: nobody is (loopback or chosen so), or every caller shows a key. */
export type AuthMode = 'anonymous' | 'keys';

/** Where services are and the keys to them. All of it is secret: a URL may carry a password. */
export interface ServiceAddresses {
  readonly redisUrl?: string;
  readonly databaseUrl?: string;
  readonly anthropicApiKey?: string;
  readonly openaiBaseUrl?: string;
  readonly openaiApiKey?: string;
  /** Where traces are sent to, without `/v1/traces`. */
  readonly otlpUrl?: string;
}

/** The whole configuration: validated, complete, frozen. */
export interface AppConfig extends ConfigFile {
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly auth: AuthMode;
  /** Folder for what this process keeps on disk, absolute. */
  readonly dataDir: string;
  /** Where `director.yaml` is, or would be, absolute. */
  readonly file: string;
  /** Services and keys from the environment; each turns on what needs it. */
  readonly services: ServiceAddresses;
  /** Content hash; part of cache keys, so that a changed configuration never serves answers of the old one. */
  readonly version: string;
}
