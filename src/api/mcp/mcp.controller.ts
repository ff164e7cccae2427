import { All, Controller, Inject, MethodNotAllowedException, Req, Res } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { CLOCK } from '../../config/index.js';
import { Lazy, type Clock } from '../../core/index.js';
import { callerOf } from '../protocol/current-context.js';
import { HostAllowlist } from '../protocol/host-allowlist.js';
import { MCP_PATH } from '../protocol/paths.js';

import type { McpHttp } from './mcp-http.js';

/** What the endpoint takes. */
const METHODS = ['POST', 'DELETE'];
/** What it takes in a session, which has a stream on which its client hears of changes. */
const SESSION_METHODS = ['GET', ...METHODS];

/** For the SDK, which needs a URL; what a client wrote need not be one. */
const ENDPOINT = `http://localhost${MCP_PATH}`;
/** Clients that take anything take what the protocol asks them to list. */
const ACCEPT = 'application/json, text/event-stream';

/** `/mcp`: passes requests to the MCP endpoint, which is loaded with the first of them. */
@Controller(MCP_PATH)
export class McpController {
  readonly #http: Lazy<McpHttp>;
  /** Monotonic milliseconds. */
  #loadedAt = Infinity;

  constructor(
    @Inject(LazyModuleLoader) modules: LazyModuleLoader,
    @Inject(HostAllowlist) private readonly hosts: HostAllowlist,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.#http = new Lazy(async () => {
      const { McpEndpointModule, McpHttp } = await loadMcpEndpoint();
      const loaded = await modules.load(() => McpEndpointModule, { logger: false });
      this.#loadedAt = this.clock.now();
      return loaded.get(McpHttp, { strict: false });
    });
  }

  @All()
  async serve(@Req() incoming: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { id: requestId, headers, method } = incoming;
    this.hosts.checkOrigin(headers.host, headers.origin);
    const methods = headers['mcp-session-id'] === undefined ? METHODS : SESSION_METHODS;
    if (!methods.includes(method)) {
      void reply.header('Allow', methods.join(', '));
      throw new MethodNotAllowedException();
    }
    const closed = new AbortController();
    reply.raw.once('close', () => closed.abort());
    const request = new Request(ENDPOINT, {
      method,
      headers: webHeaders(headers),
      signal: closed.signal,
    });
    const http = await this.#http.get();
    // The deadline of a question begins when there is an endpoint to answer it.
    const arrivedAt = Math.max(incoming.arrivedAt, this.#loadedAt);
    const context = { requestId, caller: callerOf(incoming), headers, arrivedAt };
    await reply.send(await http.serve(request, method === 'POST' ? incoming.body : undefined, context));
  }
}

/** The MCP endpoint with the SDK, which takes 10 MB: loaded only when MCP is used. */
export async function loadMcpEndpoint() {
  return import('./index.js');
}

function webHeaders(headers: FastifyRequest['headers']): Headers {
  const web = new Headers(
    Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
  );
  if (/^\s*\*\/\*\s*(;|$)/.test(headers.accept ?? '*/*')) web.set('accept', ACCEPT);
  return web;
}
