import { execFileSync } from 'node:child_process';

import { describe, expect, it } from '@jest/globals';
import { parse as parseToml } from 'smol-toml';

import { clientConfig, MCP_CLIENTS, type McpClient } from './client-config.js';

const LAUNCH = { node: '/opt/node', program: "/home/it's/director.mjs", configFile: '/etc/director.yaml' };
const ENTRY = { command: LAUNCH.node, args: [LAUNCH.program, 'mcp'], env: { DIRECTOR_CONFIG: LAUNCH.configFile } };
const STDIO = { type: 'stdio', ...ENTRY };

/** Under which name a client looks for its servers, and what it wants to know of one, as its documentation says. */
const DOCUMENTED: Readonly<Record<McpClient, object>> = {
  'claude-code': { mcpServers: { 'claude-director': STDIO } },
  cursor: { mcpServers: { 'claude-director': STDIO } },
  'claude-desktop': { mcpServers: { 'claude-director': ENTRY } },
  vscode: { servers: { 'claude-director': STDIO } },
  codex: { mcp_servers: { 'claude-director': ENTRY } },
  'gemini-cli': { mcpServers: { 'claude-director': ENTRY } },
  zed: { context_servers: { 'claude-director': { source: 'custom', ...ENTRY } } },
  windsurf: { mcpServers: { 'claude-director': ENTRY } },
};

describe('clientConfig', () => {
  it.each(MCP_CLIENTS)('is what %s documents, with absolute paths and the configuration file', (client) => {
    const { text } = clientConfig(client, LAUNCH);
    expect(client === 'codex' ? parseToml(text) : JSON.parse(text)).toEqual(DOCUMENTED[client]);
  });

  it.each(MCP_CLIENTS)('of %s passes no environment on where there is no configuration file', (client) => {
    expect(clientConfig(client, { ...LAUNCH, configFile: undefined }).text).not.toContain('env');
  });

  it('quotes the command for Claude Code for a shell', () => {
    const command = String(/^ {2}claude (.*)$/m.exec(clientConfig('claude-code', LAUNCH).instructions)?.[1]);
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).split('\n');
    expect(words.slice(0, 3)).toEqual(['mcp', 'add-json', 'claude-director']);
    expect(JSON.parse(String(words[3]))).toEqual(STDIO);
  });

  it('has links that install it in Cursor and VS Code', () => {
    const cursor = new URL(String(/cursor:\S+/.exec(clientConfig('cursor', LAUNCH).instructions)?.[0]));
    expect(cursor.searchParams.get('name')).toBe('claude-director');
    const config = Buffer.from(String(cursor.searchParams.get('config')), 'base64').toString();
    expect(JSON.parse(config)).toEqual(ENTRY);
    const [, encoded] = /vscode:mcp\/install\?(\S+)/.exec(clientConfig('vscode', LAUNCH).instructions) ?? [];
    expect(JSON.parse(decodeURIComponent(String(encoded)))).toEqual({ name: 'claude-director', ...ENTRY });
  });
});
