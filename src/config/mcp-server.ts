import { z } from 'zod';

const jsonPointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, 'expected a JSON pointer such as "/items/0/text" (RFC 6901)');

/** A value of a tool call's arguments: strings may hold `{{question}}`, `{{frameworks}}`, `{{persona}}`. */
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
    failureRatio: z.number().gt(0).max(1).default(0.5).describe('Share of failed calls that opens the circuit.'),
    minimumThroughput: z
      .int()
      .min(1)
      .max(1_000)
      .default(5)
      .describe('Calls in the window below which it stays closed.'),
    samplingDurationMs: z.int().min(100).max(600_000).default(60_000).describe('The window that is looked at.'),
    breakDurationMs: z.int().min(50).max(600_000).default(5_000).describe('How long it stays open before one probe.'),
  })
  .prefault({});

const commonFields = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and hyphens, at most 40')
    .describe('Name of the server in receipts, metrics and logs.'),
  enabled: z.boolean().default(true).describe('Whether it is asked at all.'),
  timeoutMs: z.int().min(1).max(120_000).default(8_000).describe('Longest time for one call, connection included.'),
  capacity: z.int().min(1).max(10_000).default(200).describe('Calls in flight at once; one more is shed.'),
  maxResultBytes: z.int().min(1_024).max(67_108_864).default(4_194_304).describe('A larger result is refused.'),
  personas: z.array(z.string()).max(20).default([]).describe('Personas this server helps; empty means all of them.'),
  breaker: breakerSchema,
};

const toolFields = {
  tool: z.string().min(1).max(128).describe('The tool to call.'),
  arguments: z
    .record(z.string().max(100), templateSchema)
    .default({ question: '{{question}}' })
    .describe('`{{question}}`, `{{persona}}` and `{{frameworks}}` are filled in.'),
  result: z
    .strictObject({
      pointer: jsonPointer
        .optional()
        .describe('Which part of the structured result becomes the finding; without it, the text of the result does.'),
      title: z.string().min(1).max(120).optional().describe('Heading of the finding.'),
      ignore: z.boolean().default(false).describe('The call matters, but nothing of its result is quoted.'),
    })
    .prefault({}),
};

const builtinServerSchema = z.strictObject({
  ...commonFields,
  transport: z.literal('builtin'),
  test: z
    .strictObject({ hang: z.boolean().default(false).describe('Never answers, for trying out late servers.') })
    .prefault({})
    .describe('Faults on purpose.'),
});

const stdioServerSchema = z.strictObject({
  ...commonFields,
  ...toolFields,
  transport: z.literal('stdio'),
  command: z.string().min(1).max(1_024).describe('Starts the process.'),
  args: z.array(z.string().max(4_096)).max(100).default([]).describe('Its arguments.'),
  cwd: z.string().min(1).max(4_096).optional().describe('Its working directory.'),
  env: z
    .record(z.string().regex(/^\w{1,128}$/), z.string().max(8_192))
    .default({})
    .describe('Environment of the process, besides PATH, HOME and the like; `${NAME}` takes the value from ours.'),
});

/** One MCP server, as `director.yaml` describes it. */
export const mcpServerSchema = z
  .discriminatedUnion('transport', [builtinServerSchema, stdioServerSchema])
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
export type BuiltinServerConfig = Extract<McpServerConfig, { transport: 'builtin' }>;

/** Servers that run in this process and need no configuration. */
export const BUILTIN_SERVERS = ['sequential', 'context7'] as const;
export type BuiltinServerId = (typeof BUILTIN_SERVERS)[number];

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
      builtinServerSchema.parse({ id, transport: 'builtin' }),
    );
    return [...implied, ...servers];
  });
