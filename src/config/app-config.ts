import * as z from 'zod';

import { entitlementSchema, type Entitlement } from '../core/index.js';

import { accessKeySchema, jwtSchema, limitsSchema, name } from './access-config.js';
import { mcpServersSchema } from './mcp-server.js';
import { modelsSchema } from './model-backend.js';
import {
  apiKey,
  bytes,
  httpUrl,
  int,
  partialRatio,
  publicOrigin,
  ratio,
  section,
  sha256,
  text,
} from './setting-schemas.js';

const weightSchema = z.number().gt(0).max(1_000);

interface ClassDefaults {
  readonly deadlineMs: number;
  readonly entitlement?: Entitlement;
  readonly reserve?: number;
  readonly weight: number;
}

const requestClassConfig = ({ deadlineMs, entitlement = 'ask', reserve = 0, weight }: ClassDefaults) =>
  section({
    deadlineMs: int(10, 60_000).default(deadlineMs).describe('Time from arrival to answer.'),
    objective: partialRatio().default(0.999).describe('Share of answers that must be in time.'),
    entitlement: entitlementSchema.default(entitlement).describe('What a caller must be entitled to.'),
    reserve: int(0, 10_000).default(reserve).describe('Execution slots for this class alone, beyond the limit.'),
    weight: weightSchema.default(weight).describe('Its share of free slots relative to other classes.'),
  });

/** As in a `Host` header, lower case. */
const HOST_NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/**
 * `director.yaml`, every section optional.
 *
 * This schema is the one place where a setting of an operator has its default.
 */
export const configFileSchema = z.strictObject({
  http: section({
    bodyLimitBytes: int(1_024, 10_485_760).default(262_144).describe('Maximum size of a request body.'),
    requestTimeoutMs: int(100, 120_000).default(8_000).describe('For receiving one whole request.'),
    maxConnections: int(1, 100_000)
      .default(10_000)
      .describe('Open at once; one more is refused. Also the backlog of connections waiting to be accepted.'),
    allowedHosts: z
      .array(z.string().regex(HOST_NAME, 'expected a host name without a port'))
      .max(100)
      .default([])
      .describe(
        'Host names that the service may be called by, besides addresses and `localhost`; for `/mcp` also sites whose pages may call it.',
      ),
    publicUrl: publicOrigin()
      .optional()
      .describe(
        'Where clients reach the service, for example `https://director.example.com`: its name is allowed, and told to clients that sign in.',
      ),
    accessLog: z
      .enum(['off', 'sampled', 'all'])
      .default('off')
      .describe(
        '`all`: a line of log for each request; `sampled`: for failed ones and one in a hundred of the others.',
      ),
    corsOrigins: z
      .array(z.url({ protocol: /^https?$/, error: 'expected an origin such as "https://console.example"' }))
      .max(100)
      .default([])
      .describe('Origins whose pages may call REST and GraphQL; none by default.'),
  }),
  access: section({
    keys: z.array(accessKeySchema).max(10_000).default([]),
    keyGraceMs: int(0, 86_400_000).default(300_000).describe('How long a key stays valid while the database is down.'),
    jwt: jwtSchema.optional(),
    metricsSha256: sha256('expected the SHA-256 of the key, 64 lower-case hexadecimal digits')
      .optional()
      .describe('Of the key that `/metrics` requires; without it anyone who can connect may scrape.'),
    limits: limitsSchema.optional(),
  }),
  classes: section({
    critical: requestClassConfig({ deadlineMs: 100, entitlement: 'critical', reserve: 16, weight: 8 }),
    strategic: requestClassConfig({ deadlineMs: 500, weight: 4 }),
    enhanced: requestClassConfig({ deadlineMs: 2_000, weight: 2 }),
    'multi-persona': requestClassConfig({ deadlineMs: 3_000, weight: 1 }),
  }),
  replyReserve: section({
    minMs: int(1, 1_000).default(10).describe('Minimum time of every deadline reserved for the reply.'),
    maxMs: int(1, 10_000)
      .default(60)
      .describe(
        'Maximum; adapts in between to the measured reply time. Waits for servers end earlier on a machine that stalls.',
      ),
  }),
  admission: section({
    capacity: int(1, 100_000).default(512).describe('Open questions, including those that wait for MCP servers.'),
    tenantRatio: ratio().default(0.75).describe('Share of the capacity that one tenant may use.'),
    minLimit: int(1, 10_000).default(2).describe('Minimum of the adaptive concurrency limit.'),
    initialLimit: int(1, 10_000).default(16).describe('Concurrency limit at start; adapts to measured latency.'),
    maxLimit: int(1, 10_000).default(128).describe('Maximum of the adaptive concurrency limit.'),
    queueCapacity: int(0, 100_000).default(512).describe('Queued questions; one more is shed.'),
    queueTargetRatio: ratio().default(0.2).describe('Share of the deadline that queueing may take under overload.'),
    maxBrownout: int(0, 3)
      .default(3)
      .describe(
        'How much answers may go without under overload before questions are refused, in this order: background work, MCP servers, supporting personas; 0 for nothing.',
      ),
    tenantWeights: z
      .record(name, weightSchema)
      .default({})
      .describe('Share of tenants relative to others of the same class; 1 for those not named.'),
  }),
  continuation: section({
    capacity: int(0, 10_000).default(64).describe('Answers continued in the background at once.'),
    maxMs: int(0, 600_000).default(10_000).describe('Maximum time after the reply.'),
    maxCpuRatio: ratio().default(0.1).describe('Share of a core that continuations may use.'),
  }),
  jobs: section({
    queueCapacity: int(1, 1_000_000).default(1_000).describe('Queued background jobs; one more is refused.'),
    concurrency: int(1, 1_000).default(2).describe('Background jobs run at once.'),
    minSpareRatio: z.number().min(0).max(1).default(0.5).describe('Idle share of the service before a job starts.'),
    maxWaitMs: int(0, 86_400_000).default(30_000).describe('A job queued for so long starts anyway, one at a time.'),
    redisCommandTimeoutMs: int(10, 60_000).default(1_000).describe('For one Redis command when a job is added.'),
    lockMs: int(500, 600_000).default(5_000).describe('A job whose worker is silent for so long is taken over.'),
  }),
  store: section({
    file: z
      .string()
      .regex(/^(?::memory:|[\w.-]{1,100})$/, 'expected a file name, or ":memory:"')
      .default('director.db')
      .describe('SQLite file in `DATA_DIR`, without `DATABASE_URL`; `:memory:` persists nothing.'),
    outbox: section({
      maxEntries: int(1, 1_000_000).default(20_000).describe('Entries waiting to be written; then 503.'),
      maxBytes: bytes().default(33_554_432).describe('Their size in memory.'),
      lingerMs: int(0, 1_000).default(50).describe('How long an entry waits to be written in one batch with others.'),
    }),
    postgres: section({
      minConnections: int(1, 100).default(2).describe('Minimum size of the pool.'),
      maxConnections: int(1, 1_000)
        .default(7)
        .describe('Maximum size of the pool; times the replicas less than `max_connections` of the server.'),
      statementTimeoutMs: int(50, 60_000).default(2_000).describe('For one statement.'),
      connectTimeoutMs: int(50, 60_000).default(2_000).describe('For a connection.'),
    }),
  }),
  conversations: section({
    historyTurns: int(1, 1_000).default(50).describe('Latest turns that a follow-up question is answered with.'),
    historyTimeoutMs: int(1, 10_000).default(100).describe('For loading them.'),
  }),
  audit: section({
    mode: z
      .enum(['off', 'eventual', 'required'])
      .default('eventual')
      .describe('`required`: no answer leaves before its event is durable.'),
    questionText: z.boolean().default(false).describe('Whether events contain the question besides its hash.'),
  }),
  retention: section({
    conversationDays: int(1, 36_500).default(365).describe('Untouched conversations, with answers.'),
    auditDays: int(1, 36_500).default(730).describe('Audit events.'),
  }),
  cache: section({
    maxEntries: int(1, 1_000_000).default(10_000).describe('Cached answers.'),
    maxBytes: bytes().default(6_291_456).describe('Their total size as JSON.'),
    answerTtlMs: int(0, 86_400_000).default(3_600_000).describe('Time to live of a complete answer.'),
    answerGraceMs: int(0, 604_800_000)
      .default(3_600_000)
      .describe('How much longer a stale answer is served while it is refreshed, or cannot be.'),
    partialAnswerTtlMs: int(0, 86_400_000).default(5_000).describe('Time to live of a partial answer.'),
    ttlMaxFactor: z
      .number()
      .min(1)
      .max(100)
      .default(4)
      .describe('Times to live adapt between the setting divided and multiplied by this; 1 turns that off.'),
    prefetch: z.boolean().default(true).describe('Whether likely next answers are made in advance when idle.'),
    prefetchPrecision: z
      .number()
      .min(0)
      .max(1)
      .default(0.2)
      .describe('Minimum share of prefetched answers that is used; below it prefetch pauses for ten minutes.'),
    redisCommandTimeoutMs: int(1, 1_000).default(15).describe('For one Redis command.'),
    leaseMs: int(100, 60_000).default(2_000).describe('When the lease of a replica on computing a value expires.'),
  }),
  redis: section({
    keyPrefix: z
      .string()
      .max(64)
      .regex(/^[\w.:-]*$/, { error: 'expected letters, digits, ".", ":", "_" and "-"' })
      .default('')
      .describe('Before every key and channel, where installations share a server: `staging:`, for example.'),
  }),
  memory: section({
    sampleMs: int(100, 60_000).default(1_000).describe('Sampling interval.'),
    limitMb: int(64, 1_048_576)
      .optional()
      .describe('Private memory of the process, where no container limit applies or a lower one is wanted.'),
    elevatedRatio: partialRatio().default(0.8).describe('Used share from which caches shrink.'),
    criticalRatio: partialRatio()
      .default(0.92)
      .describe('Used share from which caches are emptied and classes with long deadlines rejected.'),
    rejectRatio: partialRatio().default(0.95).describe('Used share from which every class is rejected.'),
    leakWindowMs: int(1_000, 86_400_000)
      .default(900_000)
      .describe('Memory must grow with the requests for so long to count as a leak.'),
    leakMb: z.number().gt(0).max(65_536).default(8).describe('And by so many megabytes.'),
  }),
  eventLoop: section({
    stallMs: int(10, 10_000)
      .default(400)
      .describe('Event-loop delay from which classes with long deadlines are rejected.'),
  }),
  frameworks: section({ folder: z.string().min(1).optional().describe('More frameworks, one file each.') }),
  drain: section({
    readinessDelayMs: int(0, 60_000)
      .default(3_000)
      .describe('After SIGTERM: not ready but still serving, until load balancers have noticed.'),
    maxMs: int(0, 300_000).default(20_000).describe('Then: for requests in flight, before connections are cut.'),
    graceMs: int(1_000, 3_600_000)
      .default(35_000)
      .describe('After which the process is killed: the grace period of its pod, less the preStop hook.'),
  }),
  console: section({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the console is served, at `/`; it needs no key, what it shows does.'),
  }),
  graphql: section({
    enabled: z.boolean().default(true).describe('Whether `/graphql` is served.'),
    preload: z.boolean().default(false).describe('Load it at start: takes 20 MB, and the first request is fast.'),
    introspection: z.enum(['auto', 'on', 'off']).default('auto').describe('`auto`: only where no key is required.'),
    webSockets: section({
      maxConnections: int(1, 100_000).default(1_000).describe('WebSockets open at once.'),
      maxPerTenant: int(1, 100_000).default(250).describe('Of one tenant.'),
      maxSubscriptions: int(1, 1_000).default(20).describe('Subscriptions at once on each.'),
      initMs: int(100, 60_000).default(3_000).describe('For `connection_init`, which may contain the key.'),
    }),
  }),
  mcp: section({
    maxSessions: int(1, 10_000).default(64).describe('Sessions open at once, over all servers.'),
    results: section({
      maxEntries: int(1, 1_000_000).default(2_000).describe('Cached tool results.'),
      maxBytes: bytes().default(2_097_152).describe('Their total size as JSON.'),
    }),
    servers: mcpServersSchema,
  }),
  models: modelsSchema.prefault({}),
  streams: section({
    maxLogs: int(1, 1_000_000).default(5_000).describe('Streamed answers whose events can be resumed.'),
    maxBytes: bytes().default(8_388_608).describe('Total size of their events.'),
    pingMs: int(1_000, 120_000).default(15_000).describe('Interval of the comments that keep a stream open.'),
  }),
});
export type ConfigFile = z.infer<typeof configFileSchema>;

/** Names of samplers as OpenTelemetry has them; `parentbased_`: as a caller decided, and so where none did. */
const TRACE_SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** Environment variables, by their own names. Unset and empty mean the default. */
export const environmentSchema = z.object({
  HOST: text(255).default('127.0.0.1'),
  PORT: z.coerce.number().pipe(int(0, 65_535)).default(3_000),
  DIRECTOR_CONFIG: z.string().min(1).optional(),
  DIRECTOR_AUTH: z.enum(['auto', 'none', 'required']).default('auto'),
  DATA_DIR: text(4_096).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'expected redis://host:port or rediss://host:port' }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'expected postgres://user@host:port/database' }).optional(),
  ANTHROPIC_API_KEY: apiKey().optional(),
  OPENAI_BASE_URL: httpUrl().optional(),
  OPENAI_API_KEY: apiKey().optional(),
  OPENAI_MODEL: text(200).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl().optional(),
  OTEL_SERVICE_NAME: text(200).optional(),
  OTEL_RESOURCE_ATTRIBUTES: text(4_096).optional(),
  OTEL_TRACES_SAMPLER: z.enum(TRACE_SAMPLERS).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().pipe(z.number().min(0).max(1)).default(1),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'log', 'debug', 'verbose'])
    .default('info')
    .transform((level) => (level === 'info' ? 'log' : level)),
});
export type Environment = z.infer<typeof environmentSchema>;

/** Whether every caller needs a key, or callers are anonymous (on loopback or by choice). */
export type AuthMode = 'anonymous' | 'keys';

/** Addresses and keys of services. All of it is secret: a URL may contain a password. */
export interface ServiceAddresses {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly anthropicApiKey: string | undefined;
  readonly openaiBaseUrl: string | undefined;
  readonly openaiApiKey: string | undefined;
  /** Endpoint for traces, without `/v1/traces`. */
  readonly otlpUrl: string | undefined;
  /** Name of what traces come from. */
  readonly otelServiceName: string | undefined;
  /** Its attributes, `key=value` pairs, percent-encoded. */
  readonly otelResourceAttributes: string | undefined;
}

/** Which requests are traced. */
export interface TraceSampling {
  readonly sampler: Environment['OTEL_TRACES_SAMPLER'];
  /** Share of the traces where the sampler takes one, 0 to 1. */
  readonly ratio: number;
}

/** The whole configuration: validated, complete, frozen. */
export interface AppConfig extends ConfigFile {
  readonly host: string;
  readonly port: number;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly auth: AuthMode;
  /** Folder for the files of this process, absolute. */
  readonly dataDir: string;
  /** Where `director.yaml` is, or would be, absolute. */
  readonly file: string;
  readonly traceSampling: TraceSampling;
  /** Services and keys from the environment; each enables what needs it. */
  readonly services: ServiceAddresses;
  /** Hash of all that an answer depends on; part of cache keys, and the same on every replica with these settings. */
  readonly version: string;
  /** Where it was read from, to read it again. */
  readonly [SOURCE]: ConfigSource;
}

/** Of a configuration that can be read again; no key of it is listed, so that none of it is printed. */
export const SOURCE = Symbol('source');

export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
