import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { Authenticator } from '../access/index.js';
import { loadMcpEndpoint } from '../api/index.js';
import { AppModule } from '../app/index.js';
import { newId, type Clock } from '../core/index.js';
import { CLOCK, loadConfig } from '../config/index.js';

/** The MCP endpoint for the user of this process, ready to answer. */
export async function startMcpSession() {
  const app = await NestFactory.createApplicationContext(await AppModule.forMcpClient(loadConfig()), {
    // Standard output carries the protocol; these levels go to standard error.
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  const { McpEndpoint } = await loadMcpEndpoint();
  const { anonymous: caller } = app.get(Authenticator, { strict: false });
  const clock = app.get<Clock>(CLOCK, { strict: false });
  const request = () => ({ requestId: newId('req'), caller, headers: {}, arrivedAt: clock.now() });
  return { handler: app.get(McpEndpoint, { strict: false }).handlerFor(request), close: () => app.close() };
}
