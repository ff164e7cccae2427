/** MCP clients whose configuration can be printed. */
export const MCP_CLIENTS = ['claude-code', 'cursor', 'claude-desktop'] as const;
export type McpClient = (typeof MCP_CLIENTS)[number];

/** How a client starts this program. */
export interface Launch {
  /** Absolute path of the Node that runs this program. */
  readonly node: string;
  /** Absolute path of the program. */
  readonly program: string;
  /** Absolute path of the configuration file; undefined if there is none. */
  readonly configFile: string | undefined;
}

/** A client's configuration, and what to do with it. */
export interface ClientConfig {
  readonly text: string;
  readonly instructions: string;
}

const INSTRUCTIONS: Readonly<Record<McpClient, string>> = {
  'claude-code': 'Save it as .mcp.json in your project, or run:',
  cursor: 'Save it as .cursor/mcp.json in your project, or as ~/.cursor/mcp.json for all of them.',
  'claude-desktop': 'Merge it into claude_desktop_config.json: Settings, Developer, Edit Config.',
};

/**
 * The exact configuration with which a client starts this program over standard input and output. Paths are absolute,
 * because clients start servers in any folder and with a `PATH` of their own.
 */
export function clientConfig(client: McpClient, { node, program, configFile }: Launch): ClientConfig {
  const server = {
    ...(client === 'claude-desktop' ? {} : { type: 'stdio' }),
    command: node,
    args: [program, 'mcp'],
    ...(configFile === undefined ? {} : { env: { DIRECTOR_CONFIG: configFile } }),
  };
  const text = JSON.stringify({ mcpServers: { 'claude-director': server } }, undefined, 2);
  const command = `claude mcp add-json claude-director ${shellQuoted(JSON.stringify(server))}`;
  return {
    text,
    instructions: client === 'claude-code' ? `${INSTRUCTIONS[client]}\n\n  ${command}` : INSTRUCTIONS[client],
  };
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
