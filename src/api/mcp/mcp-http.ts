import {
  createMcpHandler,
  InMemoryServerEventBus,
  isInitializeRequest,
  isJSONRPCNotification,
  isLegacyRequest,
  type McpHttpHandler,
  type RequestId,
  type ServerContext,
} from '@modelcontextprotocol/server';

import { operationNamed } from '../../http/index.js';
import type { MemoryUsage } from '../../memory/index.js';

import type { ClientSessions } from './client-sessions.js';
import { announceChange } from './endpoint-server.js';
import { lenientMessage } from './incoming.js';
import type { McpEndpoint } from './mcp-endpoint.js';
import type { McpRequestContext } from './ask-handler.js';

/** Streams open at once on which clients hear of changes; one more is refused. */
const MAX_SUBSCRIPTIONS = 500;
/** Approximate memory of one of them. */
const SUBSCRIPTION_BYTES = 16_384;

/** The MCP endpoint over Streamable HTTP, in both protocol eras; web-standard requests in, responses out. */
export class McpHttp {
  readonly #handler: McpHttpHandler;
  /** Apart from the other requests, so that it can be closed while those go on. */
  readonly #subscriptions: McpHttpHandler;
  readonly #bus = new InMemoryServerEventBus();
  #isEnding = false;
  /** By the request that a message arrived in. */
  readonly #contexts = new WeakMap<Request, McpRequestContext>();

  constructor(
    private readonly endpoint: McpEndpoint,
    private readonly sessions: ClientSessions,
  ) {
    const create = () => this.#createServer();
    this.#handler = createMcpHandler(create);
    this.#subscriptions = createMcpHandler(create, { bus: this.#bus, maxSubscriptions: MAX_SUBSCRIPTIONS });
    endpoint.catalog.onChange(() => {
      this.#subscriptions.notify.resourcesChanged();
      this.#subscriptions.notify.promptsChanged();
      this.sessions.servers.forEach(announceChange);
    });
  }

  /** Of sessions and subscriptions. */
  get usage(): MemoryUsage {
    const { count, bytes, maxBytes } = this.sessions.usage;
    const { listenerCount } = this.#bus;
    return {
      count: count + listenerCount,
      bytes: bytes + listenerCount * SUBSCRIPTION_BYTES,
      maxBytes: (maxBytes ?? 0) + MAX_SUBSCRIPTIONS * SUBSCRIPTION_BYTES,
    };
  }

  /**
   * @param request Without its body; its signal aborts when the client goes away.
   * @param body    As parsed; undefined if there was none.
   */
  async serve(request: Request, body: unknown, context: McpRequestContext): Promise<Response> {
    this.#contexts.set(request, context);
    nameMethod(body);
    const parsed = body === undefined ? {} : { parsedBody: lenientMessage(body) };
    const isListening = request.method === 'GET' || methodOf(body) === 'subscriptions/listen';
    if (isListening && this.#isEnding) return unavailable();
    const id = request.headers.get('mcp-session-id');
    if (id !== null) {
      const transport = this.sessions.find(id, context.caller);
      if (transport === null) return sessionNotFound();
      if (transport !== undefined) {
        const response = await transport.handleRequest(request, parsed);
        if (request.method === 'GET' && response.ok) {
          this.sessions.hold(id, request.signal);
          return opened(response);
        }
        for (const cancelled of cancelledBy(body)) transport.closeSSEStream(cancelled);
        return response;
      }
    } else if (isInitializeRequest(body) && this.sessions.hasCapacity && (await isLegacyRequest(request, body))) {
      const transport = await this.sessions.open(context.caller, this.#createServer());
      return transport.handleRequest(request, parsed);
    }
    // Without a session there is nothing to `GET`, which is refused here, as the protocol allows.
    return (isListening ? this.#subscriptions : this.#handler).fetch(request, parsed);
  }

  /** Ends the streams on which clients wait to hear of changes; requests in progress go on. */
  endStreams(): void {
    this.#isEnding = true;
    void this.#subscriptions.close();
    this.sessions.endStreams();
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

/** An event stream that begins with a comment: headers are sent with the first bytes, and a client waits for them. */
function opened({ body, headers, status }: Response): Response {
  const stream = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(': listening\n\n')),
  });
  return new Response(body?.pipeThrough(stream) ?? null, { headers, status });
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
  'subscriptions/listen',
]);

function methodOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'method' in body ? body.method : undefined;
}

function nameMethod(body: unknown): void {
  const method = methodOf(body);
  if (typeof method !== 'string' || !METHODS.has(method)) return;
  operationNamed.publish({ name: method, attributes: { 'mcp.method.name': method } });
}

function sessionNotFound(): Response {
  return refusal(404, -32_001, 'Session not found');
}

/** Another replica may be asked at once. */
function unavailable(): Response {
  return refusal(503, -32_000, 'The service is closing');
}

function refusal(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}
