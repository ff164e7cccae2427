import { describe, expect, it } from '@jest/globals';

import type { McpServerConfig } from '../config/index.js';

import type { McpTool } from './tools/mcp-tool.js';
import { ServerRegistry } from './server-registry.js';

const entry = (id: string, more: object = {}) => ({ id, enabled: true, ...more }) as unknown as McpServerConfig;

function registryOf(servers: readonly McpServerConfig[]) {
  const drained: string[] = [];
  const created: string[] = [];
  const registry = new ServerRegistry(servers, ({ id }) => {
    created.push(id);
    return { options: { server: id }, drain: async () => void drained.push(id) } as unknown as McpTool;
  });
  return { registry, created, drained };
}

describe('ServerRegistry', () => {
  it('keeps a server whose entry did not change, and drains those that changed or were removed', async () => {
    const { registry, created, drained } = registryOf([entry('a'), entry('b'), entry('c')]);
    const [kept] = registry.tools;
    const change = registry.apply([entry('a'), entry('b', { timeoutMs: 5 }), entry('d')]);
    expect(change).toEqual({ added: ['b', 'd'], removed: ['b', 'c'] });
    expect(registry.tools[0]).toBe(kept);
    expect([created, drained]).toEqual([
      ['a', 'b', 'c', 'b', 'd'],
      ['b', 'c'],
    ]);
    await registry.close();
    expect(drained).toEqual(['b', 'c', 'a', 'b', 'd']);
  });

  it('leaves out disabled servers', () => {
    expect(registryOf([entry('a', { enabled: false })]).registry.tools).toEqual([]);
  });
});
