// A real MCP server over stdio that writes down what a call carries beside its arguments.
import { appendFileSync } from 'node:fs';

import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const server = new McpServer({ name: 'meta', version: '1.0.0' });
server.registerTool('note', { inputSchema: z.object({ question: z.string() }) }, (_input, { mcpReq }) => {
  appendFileSync(process.env.LOG_FILE, `${JSON.stringify(mcpReq._meta ?? {})}\n`);
  return { content: [{ type: 'text', text: 'Noted.' }] };
});
await server.connect(new StdioServerTransport());
