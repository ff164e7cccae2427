import { All, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Lazy } from '../../core/index.js';
import { callerOf } from '../current-context.js';

import { HostAllowlistGuard } from './host-allowlist.guard.js';
import { MCP_PATH } from './json-rpc-error.js';
import { loadMcpFace } from './load-mcp-endpoint.js';
import type { McpHttp } from './mcp-http.js';

/** `/mcp`: hands requests to the MCP face, after the guards that every route has. */
@UseGuards(HostAllowlistGuard)
@Controller(MCP_PATH)
export class McpController {
  readonly #http: Lazy<McpHttp>;

  constructor(@Inject(LazyModuleLoader) modules: LazyModuleLoader) {
    this.#http = new Lazy(() => loadFace(modules));
  }

  @All()
  async serve(@Req() incoming: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const leaving = new AbortController();
    reply.raw.once('close', () => leaving.abort());
    const { id: requestId, headers, arrivedAt, method } = incoming;
    const request = new Request(`http://${headers.host ?? 'localhost'}${incoming.url}`, {
      method,
      headers: webHeaders(headers),
      signal: leaving.signal,
    });
    const visit = { requestId, caller: callerOf(incoming), headers, arrivedAt };
    const http = await this.#http.get();
    const response = await http.serve(request, method === 'POST' ? incoming.body : undefined, visit);
    await reply.send(response);
  }
}

async function loadFace(modules: LazyModuleLoader): Promise<McpHttp> {
  const face = await loadMcpFace();
  const loaded = await modules.load(() => face.McpEndpointModule, { logger: false });
  return loaded.get(face.McpHttp, { strict: false });
}

function webHeaders(headers: FastifyRequest['headers']): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined) result.append(name, item);
  }
  return result;
}
