import { join } from 'node:path';

import {
  Client,
  type CallToolResult,
  type ListChangedHandlers,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { answerSchema, type Answer } from '../../src/answers/index.js';

import { ROOT, slowClock } from './child.js';

/** Protocol eras as the official client chooses them: the handshake of 2025, or what the server offers. */
export type Era = 'legacy' | 'auto';

export interface ClientOptions {
  readonly era?: Era;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called with lists that the server says have changed. */
  readonly listChanged?: ListChangedHandlers;
}

/** The official client, connected to `/mcp` of a listening service. */
export async function connectOverHttp(
  url: string,
  { era = 'auto', headers = {}, listChanged = {} }: ClientOptions = {},
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era }, listChanged });
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } });
  await client.connect(transport);
  return client;
}

/** The official client, connected to a process of its own. */
export async function connectOverStdio(
  folder: string,
  { era = 'auto', listChanged = {} }: ClientOptions = {},
): Promise<Client> {
  const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era }, listChanged });
  const args = [join(ROOT, 'bin/claude-director.mjs'), 'mcp'];
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args,
      cwd: folder,
      env: { ...getDefaultEnvironment(), ...slowClock(4) },
      stderr: 'inherit',
    }),
  );
  return client;
}

/** The stable code of a tool result that is an error; undefined if it is none. */
export function problemCodeOf({ isError, _meta }: CallToolResult): string | undefined {
  const problem = _meta?.['claude-director/problem'] as { readonly code: string } | undefined;
  return isError === true ? (problem?.code ?? 'none') : undefined;
}

/** The whole answer in the result of `ask` or `get_answer`, which was asked for with `detail: 'full'`. */
export function wholeAnswerOf({ structuredContent }: CallToolResult): Answer {
  return answerSchema.parse((structuredContent as { readonly full?: unknown } | undefined)?.full);
}
