import * as z from 'zod';

import { MCP_PRESETS, type McpPreset } from './mcp-presets.js';

const jsonPointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'expected a JSON pointer such as "/items/0/text" (RFC 6901)');

/** A value of a tool call's arguments; strings may hold placeholders such as `{{question}}`. */
const templateSchema: z.ZodType<JsonTemplate> = z.lazy(() =>
  z.union([
    z.string().max(4_000),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(templateSchema).max(50),
    z.record(z.string().max(100), templateSchema),
  ]),
);
export type JsonTemplate =
  string | number | boolean | null | readonly JsonTemplate[] | { readonly [key: string]: JsonTemplate };

const breakerSchema = z
  .strictObject({
    failureRatio: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe('Share of failed calls beyond which the circuit opens.'),
    slowCallMs: z.int().min(1).max(120_000).default(4_000).describe('A call that takes longer counts as slow.'),
    slowCallRatio: z.number().gt(0).max(1).default(0.8).describe('Share of slow calls from which the circuit opens.'),
    minimumThroughput: z
      .int()
      .min(1)
      .max(1_000)
      .default(5)
      .describe('Calls in the window below which it stays closed.'),
    samplingDurationMs: z.int().min(100).max(600_000).default(10_000).describe('The window that is looked at.'),
    breakDurationMs: z
      .int()
      .min(50)
      .max(600_000)
      .default(500)
      .describe('How long it stays open before the server is probed, and again after a probe that failed.'),
  })
  .prefault({});

const poolSchema = z
  .strictObject({
    maxSessions: z.int().min(1).max(1_000).default(4).describe('Sessions, or processes, open at once.'),
    callsPerSession: z
      .int()
      .min(1)
      .max(10_000)
      .default(32)
      .describe('Calls that share a session before another one is opened.'),
    idleMs: z.int().min(1_000).max(86_400_000).default(300_000).describe('A session unused for so long is closed.'),
    sharedByTenants: z
      .boolean()
      .default(false)
      .describe('Whether all tenants share its sessions; for servers that remember nothing of a call.'),
  })
  .prefault({});

const name = z.string().min(1).max(100);

const commonFields = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and hyphens, at most 40')
    .describe('Name of the server in receipts, metrics and logs.'),
  enabled: z.boolean().default(true).describe('Whether it is asked at all.'),
  timeoutMs: z
    .int()
    .min(1)
    .max(120_000)
    .default(8_000)
    .describe('Longest time for one call, connection and further attempts included.'),
  capacity: z
    .int()
    .min(1)
    .max(10_000)
    .default(1_000)
    .describe('Calls in flight at once at most; the limit in force is found below it, from latency.'),
  maxResultBytes: z.int().min(1_024).max(67_108_864).default(4_194_304).describe('A larger result is cut off.'),
  capabilities: z
    .array(name)
    .max(20)
    .default([])
    .describe('What it contributes, for example `issue_tracking`; the first is what a receipt misses without it.'),
  personas: z.array(z.string()).max(20).default([]).describe('Personas this server helps; empty means all of them.'),
  signals: z
    .strictObject({
      frameworks: z.array(name).max(100).default([]).describe('Frameworks of which one must have been detected.'),
      words: z.array(name).max(100).default([]).describe('Words of which the question must hold one, in any form.'),
    })
    .prefault({})
    .describe('What in a question calls for it; without any, every question does.'),
  ttlMs: z.int().min(0).max(86_400_000).default(300_000).describe('How long a result of an idempotent tool is kept.'),
  breaker: breakerSchema,
};

const toolFields = {
  preset: z
    .enum(Object.keys(MCP_PRESETS) as [McpPreset, ...McpPreset[]])
    .optional()
    .describe('Takes what is not set here from a worked example: see the guide on MCP servers.'),
  tool: z.string().min(1).max(128).describe('The tool to call.'),
  toolSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected a SHA-256, 64 lower-case hexadecimal digits')
    .optional()
    .describe('Fingerprint of the description that is approved; without it, the first one seen is.'),
  arguments: z
    .record(z.string().max(100), templateSchema)
    .default({ question: '{{question}}' })
    .describe(
      '`{{question}}`, `{{role}}`, `{{persona}}`, `{{frameworks}}`, `{{earlier.questions}}` and `{{earlier.frameworks}}` are filled in.',
    ),
  result: z
    .strictObject({
      pointer: jsonPointer
        .optional()
        .describe('Which part of the structured result becomes the finding; without it, the text of the result does.'),
      title: z.string().min(1).max(120).optional().describe('Heading of the finding.'),
      passages: z
        .int()
        .min(1)
        .max(12)
        .optional()
        .describe('Of a long text, only so many paragraphs are quoted: those that fit the question best.'),
      failures: z
        .array(z.string().min(1).max(200))
        .max(20)
        .default([])
        .describe('A text that begins with one of these is a failure.'),
      ignore: z.boolean().default(false).describe('The call matters, but nothing of its result is quoted.'),
    })
    .prefault({}),
  idempotent: z
    .boolean()
    .default(false)
    .describe('Calling it twice does what calling it once does: it may be retried, hedged and its results kept.'),
  maxAttempts: z.int().min(1).max(5).default(2).describe('Attempts one after another, the first included.'),
  hedging: z.boolean().default(true).describe('Whether a slow call may be overtaken by a second one.'),
  startTimeoutMs: z.int().min(100).max(120_000).default(10_000).describe('Longest time until it has said hello.'),
  pool: poolSchema,
};

const builtinServerSchema = z.strictObject({
  ...commonFields,
  transport: z.literal('builtin'),
});

const secretText = z.string().max(8_192);

const stdioServerSchema = z.strictObject({
  ...commonFields,
  ...toolFields,
  transport: z.literal('stdio'),
  command: z.string().min(1).max(1_024).describe('Starts the process.'),
  args: z.array(z.string().max(4_096)).max(100).default([]).describe('Its arguments.'),
  cwd: z.string().min(1).max(4_096).optional().describe('Its working directory.'),
  env: z
    .record(z.string().regex(/^\w{1,128}$/), secretText)
    .default({})
    .describe('All of its environment besides `PATH`; `${NAME}` takes the value from ours.'),
  livenessMs: z
    .int()
    .min(50)
    .max(600_000)
    .default(750)
    .describe('A process silent for so long while asked gets a ping; silent for as long again, it is replaced.'),
  maxFailedStarts: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Starts within a minute that came to nothing, after which it is left alone for the rest of it.'),
});

const httpServerSchema = z.strictObject({
  ...commonFields,
  ...toolFields,
  transport: z.literal('http'),
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .max(2_048)
    .describe('Its endpoint (Streamable HTTP).'),
  headers: z
    .record(z.string().regex(/^[\w-]{1,128}$/), secretText)
    .default({})
    .describe('Sent with every request; `${NAME}` takes the value from our environment.'),
  connectTimeoutMs: z
    .int()
    .min(10)
    .max(60_000)
    .default(500)
    .describe('Longest time for a connection, look-up of the name included.'),
});

/** One MCP server, as `director.yaml` describes it. */
export const mcpServerSchema = z
  .discriminatedUnion('transport', [builtinServerSchema, stdioServerSchema, httpServerSchema])
  .superRefine((server, context) => {
    if (server.transport === 'builtin' && !isBuiltinServer(server.id)) {
      context.addIssue({
        code: 'custom',
        path: ['id'],
        message: `expected ${BUILTIN_SERVERS.map((id) => JSON.stringify(id)).join(' or ')} for a built-in server`,
      });
    }
  });
export type McpServerConfig = Readonly<z.infer<typeof mcpServerSchema>>;
export type StdioServerConfig = Extract<McpServerConfig, { transport: 'stdio' }>;
export type HttpServerConfig = Extract<McpServerConfig, { transport: 'http' }>;
export type BuiltinServerConfig = Extract<McpServerConfig, { transport: 'builtin' }>;

/** Servers that run in this process and need no configuration. */
export const BUILTIN_SERVERS = ['sequential', 'context7'] as const;
export type BuiltinServerId = (typeof BUILTIN_SERVERS)[number];
/** How long what they say is kept. */
const BUILTIN_TTL_MS: Readonly<Record<BuiltinServerId, number>> = { sequential: 600_000, context7: 1_800_000 };

export function isBuiltinServer(id: string): id is BuiltinServerId {
  return (BUILTIN_SERVERS as readonly string[]).includes(id);
}

/** The configured servers, with the built-in ones in front unless the file describes them itself. */
export const mcpServersSchema = z
  .array(mcpServerSchema)
  .max(50)
  .default([])
  .superRefine((servers, context) => {
    const seen = new Set<string>();
    for (const [i, { id }] of servers.entries()) {
      if (seen.has(id)) context.addIssue({ code: 'custom', path: [i, 'id'], message: 'expected an id used only once' });
      seen.add(id);
    }
  })
  .transform((servers) => {
    const described = new Set(servers.map(({ id }) => id));
    const implied = BUILTIN_SERVERS.filter((id) => !described.has(id)).map((id) =>
      builtinServerSchema.parse({ id, transport: 'builtin', ttlMs: BUILTIN_TTL_MS[id] }),
    );
    return [...implied, ...servers];
  });
