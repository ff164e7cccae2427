import * as z from 'zod';

import { MCP_PRESETS, type McpPreset } from './mcp-presets.js';
import { componentId, httpUrl, int, ratio, section, sha256, text } from './setting-schemas.js';

/** Servers that run in this process and need no configuration. */
export const BUILTIN_SERVERS = ['builtin:analysis', 'builtin:library'] as const;
export type BuiltinServerId = (typeof BUILTIN_SERVERS)[number];
/** Their former names, those of two well-known servers: an entry with one still describes the built-in server, or replaces it. */
const BUILTIN_ALIASES: Readonly<Record<string, BuiltinServerId>> = {
  sequential: 'builtin:analysis',
  context7: 'builtin:library',
};

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

const breakerSchema = section({
  failureRatio: ratio().default(0.5).describe('Share of failed calls beyond which the circuit opens.'),
  slowCallMs: int(1, 120_000).default(4_000).describe('A call that takes longer counts as slow.'),
  slowCallRatio: ratio().default(0.8).describe('Share of slow calls from which the circuit opens.'),
  minimumThroughput: int(1, 1_000).default(5).describe('Calls in the window below which it stays closed.'),
  samplingDurationMs: int(100, 600_000).default(10_000).describe('Length of the window.'),
  breakDurationMs: int(50, 600_000)
    .default(500)
    .describe('How long it stays open before the server is probed, and again after a probe that failed.'),
});

const poolSchema = section({
  maxSessions: int(1, 1_000).default(4).describe('Sessions, or processes, open at once.'),
  callsPerSession: int(1, 10_000).default(32).describe('Concurrent calls of a session before another one is opened.'),
  idleMs: int(1_000, 86_400_000).default(300_000).describe('A session unused for so long is closed.'),
  sharedByTenants: z.boolean().default(false).describe('Whether tenants share sessions; for stateless servers only.'),
});

const name = text(100);

/** Names of servers outside say that they are: a reader of a receipt must see what has left the house. */
const BUILTIN_PREFIX = 'builtin:';
const serverId = componentId(BUILTIN_PREFIX);

const anyServerFields = {
  id: serverId.describe(
    'Name of the server in receipts, metrics and logs. Only servers that run in this process begin with `builtin:`.',
  ),
  enabled: z.boolean().default(true).describe('Whether the server is used.'),
  personas: z.array(z.string()).max(20).default([]).describe('Personas that use this server; empty means all.'),
  signals: section({
    frameworks: z.array(name).max(100).default([]).describe('Frameworks, one of which must be detected.'),
    words: z
      .array(name)
      .max(100)
      .default([])
      .describe('Words, one of which must be in the question, in any inflection.'),
  }).describe('Which questions use the server; without signals, all of them.'),
};

const commonFields = {
  ...anyServerFields,
  timeoutMs: int(1, 120_000).default(8_000).describe('For one call, with its connection and retries.'),
  capacity: int(1, 10_000).default(1_000).describe('Maximum of the adaptive limit of calls in flight.'),
  maxResultBytes: int(1_024, 67_108_864).default(4_194_304).describe('A larger result is rejected.'),
  capabilities: z
    .array(name)
    .max(20)
    .default([])
    .describe('What it contributes, for example `issue_tracking`; a receipt names the first when it is missing.'),
  ttlMs: int(0, 86_400_000).default(300_000).describe('Time to live of a cached result of an idempotent tool.'),
  breaker: breakerSchema,
};

const toolFields = {
  preset: z
    .enum(Object.keys(MCP_PRESETS) as [McpPreset, ...McpPreset[]])
    .optional()
    .describe('Defaults for this server, from a worked example in the guide on MCP servers.'),
  tool: text(128).describe('The tool to call.'),
  toolSha256: sha256('expected a SHA-256, 64 lower-case hexadecimal digits')
    .optional()
    .describe('Fingerprint of the approved tool description; by default that of the first description received.'),
  arguments: z
    .record(z.string().max(100), templateSchema)
    .default({ question: '{{question}}' })
    .describe(
      '`{{question}}`, `{{role}}`, `{{persona}}`, `{{frameworks}}`, `{{earlier.questions}}` and `{{earlier.frameworks}}` are replaced.',
    ),
  result: section({
    pointer: jsonPointer.optional().describe('Part of the structured result to quote; by default the text is quoted.'),
    title: text(120).optional().describe('Heading of the finding.'),
    passages: int(1, 12).optional().describe('Maximum number of paragraphs to quote, best match first.'),
    failures: z.array(text(200)).max(20).default([]).describe('A text with one of these prefixes is a failure.'),
    ignore: z.boolean().default(false).describe('Whether the result is left unquoted.'),
  }),
  idempotent: z.boolean().default(false).describe('Whether calls may be retried and hedged, and results cached.'),
  maxAttempts: int(1, 5).default(2).describe('Sequential attempts, including the first.'),
  hedging: z.boolean().default(true).describe('Whether a slow call is hedged by a second one.'),
  startTimeoutMs: int(100, 120_000).default(10_000).describe('For the start and the MCP handshake.'),
  pool: poolSchema,
};

const builtinServerSchema = z.strictObject({
  ...anyServerFields,
  transport: z.literal('builtin'),
});

const secretText = z.string().max(8_192);

const stdioServerSchema = z.strictObject({
  ...commonFields,
  ...toolFields,
  transport: z.literal('stdio'),
  command: text(1_024).describe('Starts the process.'),
  args: z.array(z.string().max(4_096)).max(100).default([]).describe('Its arguments.'),
  cwd: text(4_096).optional().describe('Its working directory.'),
  env: z
    .record(z.string().regex(/^\w{1,128}$/), secretText)
    .default({})
    .describe('Its environment besides `PATH`; `${NAME}` is replaced from the environment of the service.'),
  livenessMs: int(50, 600_000)
    .default(750)
    .describe('A process silent for so long during a call is pinged; silent for as long again, it is replaced.'),
  maxFailedStarts: int(1, 100)
    .default(5)
    .describe('Failed starts within a minute after which the server is quarantined for the rest of it.'),
});

const httpServerSchema = z.strictObject({
  ...commonFields,
  ...toolFields,
  transport: z.literal('http'),
  url: httpUrl().max(2_048).describe('Its endpoint (Streamable HTTP).'),
  headers: z
    .record(z.string().regex(/^[\w-]{1,128}$/), secretText)
    .default({})
    .describe('Sent with every request; `${NAME}` is replaced from the environment of the service.'),
  connectTimeoutMs: int(10, 60_000).default(500).describe('For a connection, including the DNS look-up.'),
});

/** One MCP server, as `director.yaml` describes it. */
export const mcpServerSchema = z
  .discriminatedUnion('transport', [builtinServerSchema, stdioServerSchema, httpServerSchema])
  .superRefine((server, context) => {
    const isBuiltin = server.transport === 'builtin';
    if (isBuiltin === server.id.startsWith(BUILTIN_PREFIX) || (isBuiltin && server.id in BUILTIN_ALIASES)) return;
    const names = BUILTIN_SERVERS.map((id) => JSON.stringify(id)).join(' or ');
    const message = isBuiltin ? `expected ${names} for a built-in server` : 'expected another id: it is not built in';
    context.addIssue({ code: 'custom', path: ['id'], message });
  });
export type McpServerConfig = Readonly<z.infer<typeof mcpServerSchema>>;
export type StdioServerConfig = Extract<McpServerConfig, { transport: 'stdio' }>;
export type HttpServerConfig = Extract<McpServerConfig, { transport: 'http' }>;
export type BuiltinServerConfig = Extract<McpServerConfig, { transport: 'builtin' }>;

/** The name of a built-in server that an entry describes or takes the place of; any other name unchanged. */
function canonicalId(id: string): string {
  return BUILTIN_ALIASES[id] ?? id;
}

/** The configured servers, preceded by the built-in ones that the file does not configure itself. */
export const mcpServersSchema = z
  .array(mcpServerSchema)
  .max(50)
  .default([])
  .superRefine((servers, context) => {
    const seen = new Set<string>();
    for (const [i, server] of servers.entries()) {
      const id = server.transport === 'builtin' ? canonicalId(server.id) : server.id;
      if (seen.has(id)) context.addIssue({ code: 'custom', path: [i, 'id'], message: 'expected an id used only once' });
      seen.add(id);
    }
  })
  .transform((servers) => {
    const described = new Set(servers.map(({ id }) => canonicalId(id)));
    const implied = BUILTIN_SERVERS.filter((id) => !described.has(id)).map((id) =>
      builtinServerSchema.parse({ id, transport: 'builtin' }),
    );
    const named = servers.map((server) =>
      server.transport === 'builtin' ? { ...server, id: canonicalId(server.id) } : server,
    );
    return [...implied, ...named];
  });
