// A real MCP server over stdio whose tool never answers; it writes down what happens to it.
import { appendFileSync } from 'node:fs';

import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { z } from 'zod';

const note = (line) => appendFileSync(process.env.LOG_FILE, `${line}\n`);

const server = new McpServer({ name: 'hanging', version: '1.0.0' });
server.registerTool('hang', { inputSchema: z.object({ question: z.string() }) }, (_input, { mcpReq: { signal } }) => {
  note('called');
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      note('aborted');
      reject(signal.reason);
    });
  });
});
note(`started ${process.pid}`);
await server.connect(new StdioServerTransport());
