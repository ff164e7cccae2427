// A real MCP server over HTTP that answers as a broken one does on request.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

function createTools() {
  const server = new McpServer({ name: 'soak', version: '1.0.0' });
  server.registerTool('look_up', { inputSchema: z.object({ q: z.string() }) }, async () => ({
    content: [{ type: 'text', text: 'Teams that own a service end to end deploy it without waiting.' }],
  }));
  return server;
}

export async function startHttpMcpServer() {
  let mode = 'fine';
  const handler = createMcpHandler(createTools);
  const misbehave = {
    resets: (outgoing) => outgoing.socket.destroy(),
    html: (outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/html' });
      outgoing.end('<html><body>Sign in to continue</body></html>');
    },
    halfAnEvent: (outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write('event: message\ndata: {"jsonrpc":"2.0",');
      setTimeout(() => outgoing.destroy(), 50);
    },
  };
  const serve = async (incoming, outgoing) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = chunks.length === 0 ? undefined : Buffer.concat(chunks);
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method: incoming.method,
      headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      body,
    });
    const response = await handler.fetch(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body !== null) for await (const chunk of response.body) outgoing.write(chunk);
    outgoing.end();
  };
  const server = createServer((incoming, outgoing) => {
    if (mode === 'fine') serve(incoming, outgoing).catch(() => outgoing.destroy());
    else misbehave[mode](outgoing);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/mcp`,
    behave: (next) => {
      mode = next;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
