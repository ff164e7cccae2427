import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { messagesFor, type McpScript } from './scripted-mcp-server.mjs';

/** How the messages of a script travel. */
export type ScriptedTransport = 'stdio' | 'json' | 'sse';
export const SCRIPTED_TRANSPORTS = ['stdio', 'json', 'sse'] as const satisfies readonly ScriptedTransport[];

/** An MCP server whose every message is written in a script, as an entry of `mcp.servers`. */
export interface ScriptedServer {
  entry(id: string, more?: string): string;
  stop(): Promise<void>;
}

export async function startScripted(transport: ScriptedTransport, script: McpScript): Promise<ScriptedServer> {
  return transport === 'stdio' ? new ScriptedProcess(script) : ScriptedHttpServer.start(script, transport);
}

class ScriptedProcess implements ScriptedServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'director-script-'));

  constructor(script: McpScript) {
    writeFileSync(join(this.#folder, 'script.json'), JSON.stringify(script));
  }

  entry(id: string, more = ''): string {
    const program = join(import.meta.dirname, 'scripted-mcp-server.mjs');
    const args = JSON.stringify([program, join(this.#folder, 'script.json')]);
    const head = `id: ${id}, transport: stdio, tool: look_up, command: ${JSON.stringify(process.execPath)}`;
    return `{ ${head}, args: ${args}${more === '' ? '' : `, ${more}`} }`;
  }

  /** The service ends its process. */
  async stop(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Streamable HTTP with sessions; a call is answered by one message, or by a stream of events. */
export class ScriptedHttpServer implements ScriptedServer {
  initialized = 0;
  /** Status of a request with a session that the server does not know. */
  unknownSession = {
    status: 404,
    body: '{"jsonrpc":"2.0","error":{"code":-32001,"message":"Session not found"},"id":null}',
  };
  /** Path to which requests for `/mcp` are redirected. */
  redirectTo: string | undefined;
  #sessions = new Set<string>();
  readonly #server: Server;

  private constructor(
    readonly script: McpScript,
    private readonly transport: 'json' | 'sse',
  ) {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(script: McpScript, transport: 'json' | 'sse' = 'json'): Promise<ScriptedHttpServer> {
    const server = new ScriptedHttpServer(script, transport);
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  entry(id: string, more = ''): string {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/mcp`;
    return `{ id: ${id}, transport: http, tool: look_up, url: "${url}"${more === '' ? '' : `, ${more}`} }`;
  }

  forgetSessions(): void {
    this.#sessions = new Set();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    if (this.redirectTo !== undefined && request.url === '/mcp') {
      return void response.writeHead(307, { location: this.redirectTo }).end();
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const message = JSON.parse(body) as Parameters<typeof messagesFor>[1];
    const headers: Record<string, string> = {};
    if (message.method === 'initialize') {
      headers['mcp-session-id'] = `session-${++this.initialized}`;
      this.#sessions.add(headers['mcp-session-id']);
    } else if (message.method !== 'server/discover' && !this.#sessions.has(String(request.headers['mcp-session-id']))) {
      const { status, body: text } = this.unknownSession;
      return void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    }
    if (message.id === undefined) return void response.writeHead(202).end();
    const said = [...messagesFor(this.script, message)];
    if (this.transport === 'json') {
      // A batch, where there is more to say than the answer.
      const text = JSON.stringify(said.length === 1 ? said[0] : said);
      return void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
    response.end(said.map((one) => `event: message\ndata: ${JSON.stringify(one)}\n\n`).join(''));
  }
}
