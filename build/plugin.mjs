// Makes what other programs install of this one, from the library as it is:
//
//   dist/plugin/        a plugin of Claude Code: the MCP server, and a skill for each framework and each form of advice
//   dist/manifest.json  of the bundle that `npm run mcpb` makes, for Claude Desktop
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { frameworkSkills } from '../dist/api/mcp/skills.js';
import { loadFrameworkLibrary } from '../dist/frameworks/index.js';

const ROOT = join(import.meta.dirname, '..');
const PLUGIN = join(ROOT, 'dist/plugin');
const { name, version, description, license, engines } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
const author = { name: 'ClaudeDirector contributors' };

await rm(PLUGIN, { recursive: true, force: true });
await write('plugin/.claude-plugin/plugin.json', { name, version, description, author, license });
await write('plugin/.mcp.json', {
  mcpServers: { [name]: { command: 'node', args: ['${CLAUDE_PLUGIN_ROOT}/../../bin/claude-director.mjs', 'mcp'] } },
});
for (const skill of frameworkSkills(loadFrameworkLibrary())) {
  await writeText(`plugin/skills/${skill.name}/SKILL.md`, skill.text);
}
await write('manifest.json', {
  manifest_version: '0.3',
  name,
  display_name: 'ClaudeDirector',
  version,
  description,
  author,
  license,
  server: {
    type: 'node',
    entry_point: 'bin/claude-director.mjs',
    mcp_config: {
      command: 'node',
      args: ['${__dirname}/bin/claude-director.mjs', 'mcp'],
      env: { ANTHROPIC_API_KEY: '${user_config.anthropic_api_key}' },
    },
  },
  tools: [
    { name: 'ask', description: 'Answers a strategic question by a deadline, with a receipt.' },
    { name: 'get_answer', description: 'The latest version of an earlier answer.' },
    { name: 'plan', description: 'Says what would happen to a question.' },
    { name: 'detect_frameworks', description: 'Finds the frameworks that apply to a text.' },
    { name: 'get_framework', description: 'One strategic framework.' },
    { name: 'list_personas', description: 'Who can answer.' },
    { name: 'performance', description: 'How well deadlines are kept.' },
  ],
  prompts_generated: true,
  compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node: engines.node } },
  user_config: {
    anthropic_api_key: {
      type: 'string',
      title: 'Anthropic API key',
      description: 'Lets a model write answers; without it the playbook does.',
      sensitive: true,
      required: false,
    },
  },
});

async function write(path, value) {
  await writeText(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

async function writeText(path, text) {
  const file = join(ROOT, 'dist', path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}
