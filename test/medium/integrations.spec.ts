import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import * as z from 'zod';

import { ROOT } from '../support/child.js';

const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const { version, description } = read('package.json') as { version: string; description: string };

const folder = mkdtempSync(join(tmpdir(), 'director-integrations-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The tools of a server that is started as its configuration says. */
async function toolsOf(command: string, args: string[]): Promise<string[]> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  // As a client finds `node` on the path that it starts servers with.
  const program = command === 'node' ? process.execPath : command;
  await client.connect(new StdioClientTransport({ command: program, args, cwd: folder, env: getDefaultEnvironment() }));
  const { tools } = await client.listTools();
  await client.close();
  return tools.map(({ name }) => name);
}

const input = z.strictObject({
  description: z.string(),
  placeholder: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
});
// What the schema of the registry asks for, as of 2025-12-11, of the parts that we use.
const serverSchema = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  remotes: z.array(
    z.strictObject({
      type: z.literal('streamable-http'),
      url: z.string().regex(/^https?:\/\/\S+$/),
      variables: z.record(z.string(), input),
      headers: z.array(input.extend({ name: z.string() })),
    }),
  ),
});

describe('server.json', () => {
  it('is what the registry of MCP servers takes, of this version', () => {
    const server = serverSchema.parse(read('server.json'));
    expect(server.version).toBe(version);
    for (const { url, variables } of server.remotes) {
      expect([...url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(Object.keys(variables));
    }
  });

  it('names no package, repository or site before there is one', () => {
    const { private: isPrivate, repository, homepage } = read('package.json') as Record<string, unknown>;
    expect([isPrivate, repository, homepage]).toEqual([true, undefined, undefined]);
    expect(read('server.json')).not.toHaveProperty('packages');
  });
});

describe('the bundle for Claude Desktop', () => {
  const manifest = read('dist/manifest.json') as {
    readonly version: string;
    readonly tools: readonly { readonly name: string }[];
    readonly server: { readonly mcp_config: { readonly command: string; readonly args: string[] } };
  };

  it('has a manifest that its public schema allows', () => {
    const path = createRequire(import.meta.url).resolve('@anthropic-ai/mcpb/mcpb-manifest-v0.3.schema.json');
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.validate(JSON.parse(readFileSync(path, 'utf8')) as object, manifest);
    expect(ajv.errors ?? []).toEqual([]);
    expect(manifest.version).toBe(version);
  });

  it('is packed by the official tool, and starts as its manifest says', async () => {
    const bundle = join(folder, 'director.mcpb');
    execFileSync(process.execPath, [join(ROOT, 'build/mcpb.mjs'), bundle], { stdio: 'ignore' });
    const unpacked = join(folder, 'unpacked');
    const tool = join(ROOT, 'node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');
    execFileSync(process.execPath, [tool, 'unpack', bundle, unpacked], { stdio: 'ignore' });
    const { command, args } = manifest.server.mcp_config;
    const tools = await toolsOf(
      command,
      args.map((arg) => arg.replace('${__dirname}', unpacked)),
    );
    expect(manifest.tools.map(({ name }) => name)).toEqual(tools);
  });
});

describe('the plugin for Claude Code', () => {
  const plugin = join(ROOT, 'dist/plugin');

  it('names itself, and starts the server from where it is', async () => {
    expect(read('dist/plugin/.claude-plugin/plugin.json')).toMatchObject({
      name: 'claude-director',
      version,
      description,
    });
    const { mcpServers } = read('dist/plugin/.mcp.json') as {
      mcpServers: Record<string, { command: string; args: string[] }>;
    };
    const { command, args } = mcpServers['claude-director'] ?? { command: '', args: [] };
    expect(
      await toolsOf(
        command,
        args.map((arg) => arg.replace('${CLAUDE_PLUGIN_ROOT}', plugin)),
      ),
    ).toContain('ask');
  });

  it('has a skill for each framework and each form of advice, in folders of their names', () => {
    const names = readdirSync(join(plugin, 'skills'));
    expect(names).toHaveLength(63);
    for (const name of names) {
      const text = readFileSync(join(plugin, 'skills', name, 'SKILL.md'), 'utf8');
      const [, frontmatter = '', body = ''] = /^---\n([\s\S]*?)\n---\n\n([\s\S]+)$/.exec(text) ?? [];
      expect(parse(frontmatter)).toEqual({ name, description: expect.stringMatching(/Use when|Use for/) });
      expect(body.length).toBeGreaterThan(100);
    }
  });
});
