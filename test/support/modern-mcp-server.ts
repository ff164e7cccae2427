import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

/** A server of the official SDK over Streamable HTTP as protocols since 2026 do: without sessions. */
export class ModernMcpServer {
  /** Headers and methods of the messages that came in. */
  readonly received: { readonly method: string; readonly headers: IncomingMessage['headers'] }[] = [];
  readonly #handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'modern', version: '1.0.0' });
    server.registerTool('look_up', { inputSchema: z.object({ question: z.string() }) }, ({ question }) => ({
      content: [{ type: 'text', text: `The modern server has read “${question}”.` }],
    }));
    return server;
  });
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<ModernMcpServer> {
    const modern = new ModernMcpServer();
    modern.#server.listen(0, '127.0.0.1');
    await once(modern.#server, 'listening');
    return modern;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  async stop(): Promise<void> {
    await this.#handler.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const message = (body === '' ? {} : JSON.parse(body)) as { method?: string };
    this.received.push({ method: message.method ?? '', headers: request.headers });
    const reply = await this.#handler.fetch(
      new Request(this.url, {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ...(body === '' ? {} : { body }),
      }),
    );
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(await reply.text());
  }
}
