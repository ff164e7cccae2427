import { dirname, join } from 'node:path';
import { findPackageJSON } from 'node:module';
import { Readable } from 'node:stream';

import { Controller, Get, Inject, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Public } from '../../access/index.js';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import { addToHeader } from '../../http/index.js';
import { isNotModified } from '../rest/etag.js';

import { ConsoleFiles, type ServedFile } from './console-files.js';
import { acceptedCodings, acceptsPage } from './content-coding.js';

/** What the page may do: load from this process only, and write markup through two named policies. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types console dompurify',
].join('; ');

/** Names of assets change with what is in them. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

const NOT_BUILT = 'The console is not built yet: "npm run build" builds it, the API is served without it.\n';

/** Addresses of the page, which shows the view that the address names. */
const PAGES = ['', 'a/:id', 'c', 'c/:id', 'library', 'live', 'connect', 'keys', 'audit'];

/** The console: a page for people, served from this process. It calls the public API only. */
@Public()
@Controller()
export class ConsoleController {
  readonly #files = new ConsoleFiles(join(dirname(findPackageJSON(import.meta.url) ?? ''), 'dist/console'));
  readonly #isEnabled: boolean;

  constructor(@Inject(APP_CONFIG) { console }: AppConfig) {
    this.#isEnabled = console.enabled;
  }

  @Get(PAGES)
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // To a program that wants JSON, there is no such route.
    if (!this.#isEnabled || !acceptsPage(request.headers.accept)) throw new NotFoundException();
    const page = await this.#files.page(acceptedCodings(request.headers['accept-encoding']));
    addToHeader(reply, 'Vary', 'Accept');
    if (page === undefined) {
      await reply.status(404).type('text/plain; charset=utf-8').header('Cache-Control', 'no-store').send(NOT_BUILT);
      return;
    }
    void reply.header('Content-Security-Policy', CONTENT_SECURITY_POLICY);
    addToHeader(reply, 'Vary', 'Accept-Encoding');
    if (isNotModified(request, reply, page.etag, 'no-cache')) await reply.send();
    else await send(request, reply, page);
  }

  @Get('assets/:name')
  async asset(@Param('name') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const accepted = acceptedCodings(request.headers['accept-encoding']);
    const asset = this.#isEnabled ? await this.#files.asset(name, accepted) : undefined;
    if (asset === undefined) throw new NotFoundException();
    addToHeader(reply, 'Vary', 'Accept-Encoding');
    void reply.header('Cache-Control', IMMUTABLE);
    await send(request, reply, asset);
  }
}

async function send(request: FastifyRequest, reply: FastifyReply, file: ServedFile): Promise<void> {
  void reply.type(file.type).header('Content-Length', file.bytes);
  if (file.coding !== 'identity') void reply.header('Content-Encoding', file.coding);
  // Of a body that is no stream, Fastify would state the length of what it sends, which is nothing.
  await reply.send(request.method === 'HEAD' ? Readable.from([]) : file.open());
}
