import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** How a stub HTTP server answers a call. */
export type HttpMode =
  'fine' | 'sse' | 'drip' | 'reset' | 'halfEvent' | 'silent' | 'html' | 'badJson' | 'offSchema' | 'huge' | 'error500';

interface Message {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: { readonly protocolVersion?: string };
}

const TOOL = { name: 'look_up', description: 'Looks something up.', inputSchema: { type: 'object' } };

/** An MCP server over Streamable HTTP, protocol of 2025 with sessions, that misbehaves on demand. */
export class StubHttpServer {
  mode: HttpMode = 'fine';
  calls = 0;
  /** Headers of the calls. */
  readonly calledWith: IncomingMessage['headers'][] = [];
  initialised = 0;
  cancelled = 0;
  readonly sockets = new Set<Socket>();
  #sessions = new Set<string>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
    this.#server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<StubHttpServer> {
    const stub = new StubHttpServer();
    stub.#server.listen(0, '127.0.0.1');
    await once(stub.#server, 'listening');
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
  }

  /** An entry of `mcp.servers`. */
  entry(id: string, more = ''): string {
    return `    - { id: ${id}, transport: http, url: "${this.url}", tool: look_up${more === '' ? '' : `, ${more}`} }\n`;
  }

  /** Knows none of its sessions any more, as after a restart. */
  forgetSessions(): void {
    this.#sessions = new Set();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { id, method, params } = JSON.parse(body) as Message;
    const json = (status: number, message: object, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...message }));
    };
    if (method === 'server/discover') return json(200, { error: { code: -32_601, message: 'Method not found' } });
    if (method === 'initialize') {
      const session = `session-${++this.initialised}`;
      this.#sessions.add(session);
      const serverInfo = { name: 'stub', version: '1' };
      const result = { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo };
      return json(200, { result }, { 'mcp-session-id': session });
    }
    if (!this.#sessions.has(String(request.headers['mcp-session-id']))) {
      return json(404, { error: { code: -32_001, message: 'Session not found' } });
    }
    if (method === 'notifications/cancelled') this.cancelled++;
    if (id === undefined) return void response.writeHead(202).end();
    if (method === 'tools/list') return json(200, { result: { tools: [TOOL] } });
    if (method !== 'tools/call') return json(200, { result: {} });
    this.calls++;
    this.calledWith.push(request.headers);
    this.#answer(id, response, json);
  }

  #answer(id: Message['id'], response: ServerResponse, json: (status: number, message: object) => void): void {
    const result = { content: [{ type: 'text', text: 'The stub says so.' }] };
    const event = `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`;
    const head = (type: string) => response.writeHead(200, { 'content-type': type });
    switch (this.mode) {
      case 'sse':
        head('text/event-stream').end(event);
        return;
      case 'drip': {
        head('text/event-stream').write(':');
        const timer = setInterval(() => response.write('.'), 50);
        response.once('close', () => clearInterval(timer));
        return;
      }
      case 'reset':
        head('application/json').write('{"jsonrpc":');
        response.socket?.resetAndDestroy();
        return;
      case 'halfEvent':
        head('text/event-stream').write(event.slice(0, event.length / 2));
        response.end();
        return;
      case 'silent':
        return;
      case 'html':
        head('text/html').end('<html><body>Sign in</body></html>');
        return;
      case 'badJson':
        head('application/json').end('{"jsonrpc": "2.0", ');
        return;
      case 'offSchema':
        json(200, { result: { content: 'not a list' } });
        return;
      case 'huge': {
        head('application/json');
        const megabyte = 'x'.repeat(1_048_576);
        response.write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"`);
        const pump = (left: number): void => {
          if (left === 0) return void response.end('"}]}}');
          if (!response.destroyed) response.write(megabyte, () => pump(left - 1));
        };
        pump(200);
        return;
      }
      case 'error500':
        json(500, { error: { code: -32_603, message: 'Internal error' } });
        return;
      case 'fine':
      default:
        json(200, { result });
    }
  }
}
