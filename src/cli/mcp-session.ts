import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';

import { Authenticator } from '../access/index.js';
import { loadMcpFace } from '../api/index.js';
import { AppModule } from '../app/index.js';
import { newId, type Clock } from '../core/index.js';
import { CLOCK, loadConfig } from '../config/index.js';

/** The MCP face for whoever started this process, ready to answer. */
export async function startMcpSession() {
  const app = await NestFactory.createApplicationContext(await AppModule.forMcpClient(loadConfig()), {
    // Standard output belongs to the protocol; these levels go to standard error.
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  const { McpEndpoint } = await loadMcpFace();
  const { anonymous: caller } = app.get(Authenticator, { strict: false });
  const clock = app.get<Clock>(CLOCK, { strict: false });
  const visit = () => ({ requestId: newId('req'), caller, headers: {}, arrivedAt: clock.now() });
  return { face: app.get(McpEndpoint, { strict: false }).facing(visit), close: () => app.close() };
}
