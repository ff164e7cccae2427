import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { FrameworkCatalog, type Detection, type Framework } from '../../frameworks/index.js';
import { detectSchema, type Detect } from '../../answers/index.js';
import { addToHeader } from '../../http/index.js';
import { PERSONA_PROFILES, PERSONAS_VERSION, type PersonaProfile } from '../../personas/index.js';
import { FrameworkNotFoundError } from '../protocol/api.errors.js';
import { summaryOf, type FrameworkSummary } from '../contract/library.js';
import { SchemaPipe } from '../protocol/schema.pipe.js';

import { isNotModified } from './etag.js';

/** The library changes only with a release or an edit of a framework file. */
const PUBLIC = 'public, max-age=60, s-maxage=3600, stale-while-revalidate=86400';

/** Frameworks and personas over REST. */
@Controller('v1')
export class LibraryController {
  constructor(@Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog) {}

  @Post('frameworks/detect')
  @HttpCode(200)
  detect(@Body(new SchemaPipe(detectSchema)) { text }: Detect): Detection {
    return this.catalog.current.detector.detect(text);
  }

  @Get('frameworks')
  frameworks(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { frameworks: FrameworkSummary[] } | undefined {
    const { library } = this.catalog.current;
    return isKnown(request, reply, library.version) ? undefined : { frameworks: library.all().map(summaryOf) };
  }

  @Get('frameworks/:id')
  framework(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Framework | undefined {
    const { library } = this.catalog.current;
    const framework = library.get(id);
    if (framework === undefined) throw new FrameworkNotFoundError(id);
    return isKnown(request, reply, `${id}.${library.version}`) ? undefined : framework;
  }

  @Get('personas')
  personas(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): { personas: readonly PersonaProfile[] } | undefined {
    return isKnown(request, reply, PERSONAS_VERSION) ? undefined : { personas: PERSONA_PROFILES };
  }
}

/** Whether the caller has that version; any cache on the way may store the reply. */
function isKnown(request: FastifyRequest, reply: FastifyReply, version: string): boolean {
  // CDNs compress replies.
  addToHeader(reply, 'Vary', 'Accept-Encoding');
  return isNotModified(request, reply, version, PUBLIC);
}
