import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { NestFactory } from '@nestjs/core';

import { Authenticator } from '../access/index.js';
import { McpFace, serveOverStdio } from '../api/index.js';
import { AppModule } from '../app.module.js';
import type { Clock } from '../common/index.js';
import { CLOCK, loadConfig } from '../config/index.js';

import { clientConfig, MCP_CLIENTS } from './client-config.js';
import { EXIT, UsageError } from './usage.js';

const OPTIONS = { 'print-config': { type: 'string' } } as const;

/** `claude-director mcp`: serves one MCP client over standard input and output, or prints how to configure one. */
export async function mcp(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const client = values['print-config'];
  if (client !== undefined) return printConfig(client);

  const app = await NestFactory.createApplicationContext(AppModule.forMcpClient(loadConfig()), {
    // Standard output belongs to the protocol; these levels go to standard error.
    logger: ['error', 'fatal'],
    abortOnError: false,
  });
  app.enableShutdownHooks();
  const caller = app.get(Authenticator, { strict: false }).anonymous;
  await serveOverStdio(app.get(McpFace, { strict: false }), caller, app.get<Clock>(CLOCK, { strict: false }));
  await app.close();
  return EXIT.answered;
}

/** The configuration goes to standard output, for a file; what to do with it to standard error. */
function printConfig(name: string): number {
  const client = MCP_CLIENTS.find((known) => known === name);
  if (client === undefined) {
    throw new UsageError(`--print-config: expected ${MCP_CLIENTS.join(' or ')}, found ${JSON.stringify(name)}`);
  }
  const configFile = resolve(process.env['DIRECTOR_CONFIG'] ?? 'director.yaml');
  const { text, advice } = clientConfig(client, {
    node: process.execPath,
    program: resolve(process.argv[1] ?? ''),
    configFile: existsSync(configFile) ? configFile : undefined,
  });
  process.stdout.write(`${text}\n`);
  process.stderr.write(`${advice}\n`);
  return EXIT.answered;
}
