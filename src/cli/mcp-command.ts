import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { serveOverStdio } from '../api/mcp/stdio.js';

import { clientConfig, MCP_CLIENTS } from './client-config.js';
import { COMMANDS } from './commands.js';
import { EXIT, UsageError } from './usage.js';

/** Delay of loading, which occupies the CPU, so that the first message of a client is answered before; milliseconds. */
const GREETING_MS = 5;

/** `claude-director mcp`: serves one MCP client over standard input and output, or prints how to configure one. */
export async function mcp(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: COMMANDS.mcp.options });
  const client = values['print-config'];
  if (client !== undefined) return printConfig(client);

  const session = pause(GREETING_MS).then(async () => (await import('./mcp-session.js')).startMcpSession());
  let isReady = false;
  await serveOverStdio(
    session.then(({ handler }) => {
      isReady = true;
      return handler;
    }),
  );
  // A client that only wanted the greeting waits for the process to end, and nothing needs cleanup yet.
  if (!isReady) process.exit(EXIT.answered);
  await (await session).close();
  return EXIT.answered;
}

/** The configuration goes to standard output, for a file; the instructions to standard error. */
async function printConfig(name: string): Promise<number> {
  const client = MCP_CLIENTS.find((known) => known === name);
  if (client === undefined) {
    throw new UsageError(`--print-config: expected ${MCP_CLIENTS.join(' or ')}, found ${JSON.stringify(name)}`);
  }
  const { configFilePath } = await import('../config/index.js');
  const configFile = configFilePath();
  const { text, instructions } = clientConfig(client, {
    node: process.execPath,
    program: resolve(process.argv[1] ?? ''),
    configFile: existsSync(configFile) ? configFile : undefined,
  });
  process.stdout.write(`${text}\n`);
  process.stderr.write(`${instructions}\n`);
  return EXIT.answered;
}
