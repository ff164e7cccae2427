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

const NAME = 'claude-director';

/** A server over standard input and output, as most clients describe it. */
interface StdioEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Writer = (entry: StdioEntry) => ClientConfig;

const CLIENTS = {
  'claude-code': (entry) => {
    const server = { type: 'stdio', ...entry };
    const command = `claude mcp add-json ${NAME} ${shellQuoted(JSON.stringify(server))}`;
    return {
      text: json({ mcpServers: { [NAME]: server } }),
      instructions: `Save it as .mcp.json in your project, or run:\n\n  ${command}`,
    };
  },
  cursor: (entry) => {
    const config = Buffer.from(JSON.stringify(entry)).toString('base64');
    const link = `cursor://anysphere.cursor-deeplink/mcp/install?name=${NAME}&config=${encodeURIComponent(config)}`;
    return {
      text: json({ mcpServers: { [NAME]: { type: 'stdio', ...entry } } }),
      instructions: `Save it as .cursor/mcp.json in your project, or as ~/.cursor/mcp.json for all of them; or open:\n\n  ${link}`,
    };
  },
  'claude-desktop': (entry) => ({
    text: json({ mcpServers: { [NAME]: entry } }),
    instructions: 'Merge it into claude_desktop_config.json: Settings, Developer, Edit Config.',
  }),
  vscode: (entry) => {
    const link = `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: NAME, ...entry }))}`;
    return {
      text: json({ servers: { [NAME]: { type: 'stdio', ...entry } } }),
      instructions: `Save it as .vscode/mcp.json in your project, or open:\n\n  ${link}`,
    };
  },
  codex: ({ command, args, env = {} }) => ({
    text: [
      `[mcp_servers.${NAME}]`,
      `command = ${JSON.stringify(command)}`,
      `args = ${JSON.stringify(args)}`,
      ...Object.entries(env).map(([name, value]) => `env = { ${name} = ${JSON.stringify(value)} }`),
    ].join('\n'),
    instructions: 'Append it to ~/.codex/config.toml.',
  }),
  'gemini-cli': (entry) => ({
    text: json({ mcpServers: { [NAME]: entry } }),
    instructions:
      'Merge it into .gemini/settings.json in your project, or into ~/.gemini/settings.json for all of them.',
  }),
  zed: (entry) => ({
    text: json({ context_servers: { [NAME]: { source: 'custom', ...entry } } }),
    instructions: 'Merge it into the settings: command palette, "zed: open settings file".',
  }),
  windsurf: (entry) => ({
    text: json({ mcpServers: { [NAME]: entry } }),
    instructions: 'Merge it into ~/.codeium/windsurf/mcp_config.json.',
  }),
} as const satisfies Readonly<Record<string, Writer>>;

export type McpClient = keyof typeof CLIENTS;

/** MCP clients whose configuration can be printed. */
export const MCP_CLIENTS = Object.keys(CLIENTS) as readonly McpClient[];

/**
 * The exact configuration with which a client starts this program over standard input and output. Paths are absolute,
 * because clients start servers in any folder and with a `PATH` of their own.
 */
export function clientConfig(client: McpClient, { node, program, configFile }: Launch): ClientConfig {
  return CLIENTS[client]({
    command: node,
    args: [program, 'mcp'],
    ...(configFile === undefined ? {} : { env: { DIRECTOR_CONFIG: configFile } }),
  });
}

function json(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
