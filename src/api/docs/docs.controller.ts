import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { Controller, Get, Header, NotFoundException, Param, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import { Public } from '../../access/index.js';
import { PRODUCT_VERSION } from '../../core/index.js';
import { openApiDocument } from '../contract/openapi.js';

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>ClaudeDirector API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
const START = `SwaggerUIBundle({ url: '/docs/openapi.json', dom_id: '#api', validatorUrl: null });\n`;
/** The page loads everything from this process. */
const CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";
const ASSETS: ReadonlyMap<string, string> = new Map([
  ['swagger-ui.css', 'text/css; charset=utf-8'],
  ['swagger-ui-bundle.js', 'text/javascript; charset=utf-8'],
]);

/** The build copies them, for 10 MB less to install. */
const BUILT = join(import.meta.dirname, 'swagger-ui');
const packages = createRequire(import.meta.url);

/** The API reference, served without another host. */
@Public()
@Controller('docs')
export class DocsController {
  readonly #assets = existsSync(BUILT) ? BUILT : dirname(packages.resolve('swagger-ui-dist/package.json'));

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  page(): string {
    return PAGE;
  }

  @Get('openapi.json')
  openApi(): object {
    return openApiDocument(PRODUCT_VERSION);
  }

  @Get('start.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  start(): string {
    return START;
  }

  @Get(':asset')
  asset(@Param('asset') name: string, @Res({ passthrough: true }) reply: FastifyReply): StreamableFile {
    const type = ASSETS.get(name);
    if (type === undefined) throw new NotFoundException();
    void reply.type(type).header('Cache-Control', 'public, max-age=86400');
    return new StreamableFile(createReadStream(join(this.#assets, name)));
  }
}
