import {
  createMcpHandler,
  isInitializeRequest,
  isJSONRPCNotification,
  isLegacyRequest,
  type McpHttpHandler,
  type RequestId,
  type ServerContext,
} from '@modelcontextprotocol/server';

import { operationNamed } from '../../http/index.js';

import type { ClientSessions } from './client-sessions.js';
import { lenientMessage } from './incoming.js';
import type { McpEndpoint } from './mcp-endpoint.js';
import type { McpRequestContext } from './ask-handler.js';

/** The MCP endpoint over Streamable HTTP, in both protocol eras; web-standard requests in, responses out. */
export class McpHttp {
  readonly #handler: McpHttpHandler;
  /** By the request that a message arrived in. */
  readonly #contexts = new WeakMap<Request, McpRequestContext>();

  constructor(
    private readonly endpoint: McpEndpoint,
    private readonly sessions: ClientSessions,
  ) {
    this.#handler = createMcpHandler(() => this.#createServer());
  }

  /**
   * @param request Without its body; its signal aborts when the client goes away.
   * @param body    As parsed; undefined if there was none.
   */
  async serve(request: Request, body: unknown, context: McpRequestContext): Promise<Response> {
    this.#contexts.set(request, context);
    nameMethod(body);
    const parsed = body === undefined ? {} : { parsedBody: lenientMessage(body) };
    const id = request.headers.get('mcp-session-id');
    if (id !== null) {
      const transport = this.sessions.find(id, context.caller);
      if (transport === null) return sessionNotFound();
      if (transport !== undefined && request.method !== 'GET') {
        const response = await transport.handleRequest(request, parsed);
        for (const cancelled of cancelledBy(body)) transport.closeSSEStream(cancelled);
        return response;
      }
    } else if (isInitializeRequest(body) && this.sessions.hasCapacity && (await isLegacyRequest(request, body))) {
      const transport = await this.sessions.open(context.caller, this.#createServer());
      return transport.handleRequest(request, parsed);
    }
    // The server sends nothing on a stream of its own: GET is refused here, as the protocol allows.
    return this.#handler.fetch(request, parsed);
  }

  async close(): Promise<void> {
    await this.#handler.close();
    await this.sessions.close();
  }

  #createServer() {
    return this.endpoint.createServer((server) => this.#contextOf(server));
  }

  #contextOf({ http }: ServerContext): McpRequestContext {
    const context = http?.req === undefined ? undefined : this.#contexts.get(http.req);
    if (context === undefined) throw new TypeError('an MCP message belongs to no HTTP request');
    return context;
  }
}

/** Requests that a message cancels: they get no answer, so their streams must be closed. */
function cancelledBy(body: unknown): RequestId[] {
  return [body].flat().flatMap((message) => {
    if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return [];
    const id = message.params?.['requestId'];
    return typeof id === 'string' || typeof id === 'number' ? [id] : [];
  });
}

/** Methods of the protocol that a client may call here; a batch has none. */
const METHODS: ReadonlySet<unknown> = new Set([
  'initialize',
  'ping',
  'tools/list',
  'tools/call',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'completion/complete',
]);

function nameMethod(body: unknown): void {
  if (typeof body !== 'object' || body === null || !('method' in body) || !METHODS.has(body.method)) return;
  const method = String(body.method);
  operationNamed.publish({ name: method, attributes: { 'mcp.method.name': method } });
}

function sessionNotFound(): Response {
  return Response.json(
    { jsonrpc: '2.0', error: { code: -32_001, message: 'Session not found' }, id: null },
    { status: 404 },
  );
}
