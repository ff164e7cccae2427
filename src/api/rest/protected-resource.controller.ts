import { Controller, Get, Header, Inject, NotFoundException, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { Public } from '../../access/index.js';
import { MCP_PATH, PROTECTED_RESOURCE_PATH } from '../protocol/paths.js';
import { ProtectedResource, type ProtectedResourceMetadata } from '../protocol/protected-resource.js';

/** Where clients get tokens for this service; for pages too, because it is the same for everyone. */
@Public()
@Controller(PROTECTED_RESOURCE_PATH)
export class ProtectedResourceController {
  constructor(@Inject(ProtectedResource) private readonly resource: ProtectedResource) {}

  @Get()
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Cache-Control', 'public, max-age=300')
  service(@Req() request: FastifyRequest): ProtectedResourceMetadata {
    return this.#metadata(request, '');
  }

  @Get(MCP_PATH)
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Cache-Control', 'public, max-age=300')
  mcp(@Req() request: FastifyRequest): ProtectedResourceMetadata {
    return this.#metadata(request, MCP_PATH);
  }

  #metadata({ headers }: FastifyRequest, path: string): ProtectedResourceMetadata {
    const metadata = this.resource.metadata(headers.host, path);
    if (metadata === undefined) throw new NotFoundException();
    return metadata;
  }
}
