/** Defaults of a server; the operator sets the rest: folder, key, address. */
const PRESETS = {
  'sequential-thinking': {
    transport: 'stdio',
    command: 'mcp-server-sequential-thinking',
    tool: 'sequentialthinking',
    arguments: {
      thought: '{{persona}} considers: {{question}}',
      thoughtNumber: 1,
      totalThoughts: 1,
      nextThoughtNeeded: false,
    },
    // Its result is only the length of its record.
    result: { ignore: true },
    capabilities: ['systematic_analysis'],
  },
  // The question is sent to the third-party service behind this server.
  'context7-mcp': {
    transport: 'stdio',
    command: 'context7-mcp',
    tool: 'query-docs',
    arguments: { libraryId: '/kubernetes/website', query: '{{question}}' },
    result: {
      title: 'From the documentation',
      passages: 3,
      failures: ['Error', 'Documentation not found', 'Rate limit', 'Quota'],
    },
    capabilities: ['technology_documentation'],
    signals: { words: ['kubernetes', 'cluster', 'container', 'deployment'] },
    idempotent: true,
    ttlMs: 1_800_000,
    pool: { sharedByTenants: true },
  },
  memory: {
    transport: 'stdio',
    command: 'mcp-server-memory',
    tool: 'read_graph',
    arguments: {},
    result: { pointer: '/entities', title: 'From memory', passages: 3 },
    capabilities: ['remembered_facts'],
    idempotent: true,
    ttlMs: 60_000,
  },
  filesystem: {
    transport: 'stdio',
    command: 'mcp-server-filesystem',
    tool: 'read_multiple_files',
    result: { title: 'From your notes', passages: 3 },
    capabilities: ['own_notes'],
    idempotent: true,
    ttlMs: 60_000,
  },
} as const;

export type McpPreset = keyof typeof PRESETS;

/** Worked examples, by the name that `preset` takes. */
export const MCP_PRESETS: Readonly<Record<McpPreset, Readonly<Record<string, unknown>>>> = PRESETS;

/** The contents of `director.yaml` with what the presets of its MCP servers bring; what the file says goes first. */
export function withPresets(file: unknown): unknown {
  if (!isRecord(file) || !isRecord(file['mcp']) || !Array.isArray(file['mcp']['servers'])) return file;
  const servers = file['mcp']['servers'].map((server: unknown) => {
    if (!isRecord(server) || !isPreset(server['preset'])) return server;
    return { ...MCP_PRESETS[server['preset']], ...server };
  });
  return { ...file, mcp: { ...file['mcp'], servers } };
}

function isPreset(value: unknown): value is McpPreset {
  return typeof value === 'string' && Object.hasOwn(MCP_PRESETS, value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
