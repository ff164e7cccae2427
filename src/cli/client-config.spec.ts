import { execFileSync } from 'node:child_process';

import { describe, expect, it } from '@jest/globals';

import { clientConfig, MCP_CLIENTS } from './client-config.js';

const LAUNCH = { node: '/opt/node', program: "/home/it's/director.mjs", configFile: undefined };

describe('clientConfig', () => {
  it.each(MCP_CLIENTS)('starts this program by absolute paths from %s', (client) => {
    const { mcpServers } = JSON.parse(clientConfig(client, LAUNCH).text);
    expect(mcpServers['claude-director']).toMatchObject({ command: LAUNCH.node, args: [LAUNCH.program, 'mcp'] });
    expect(mcpServers['claude-director'].env).toBeUndefined();
  });

  it('passes the configuration file on', () => {
    const { text } = clientConfig('cursor', { ...LAUNCH, configFile: '/etc/director.yaml' });
    expect(JSON.parse(text).mcpServers['claude-director'].env).toEqual({ DIRECTOR_CONFIG: '/etc/director.yaml' });
  });

  it('quotes the command for Claude Code for a shell', () => {
    const command = String(/^ {2}claude (.*)$/m.exec(clientConfig('claude-code', LAUNCH).instructions)?.[1]);
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).split('\n');
    expect(words.slice(0, 3)).toEqual(['mcp', 'add-json', 'claude-director']);
    expect(JSON.parse(String(words[3]))).toMatchObject({ args: [LAUNCH.program, 'mcp'] });
  });
});
