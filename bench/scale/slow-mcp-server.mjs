// A real MCP server over stdio whose tool answers after LATENCY_MS, as a service across the network does.
import { setTimeout as pause } from 'node:timers/promises';

import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const server = new McpServer({ name: 'slow', version: '1.0.0' });
server.registerTool('look_up', { inputSchema: z.object({ question: z.string() }) }, async () => {
  await pause(Number(process.env.LATENCY_MS));
  return { content: [{ type: 'text', text: 'Teams that own a service end to end deploy it without waiting.' }] };
});
await server.connect(new StdioServerTransport());
