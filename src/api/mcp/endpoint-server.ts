import {
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type CallToolRequestParams,
  type CallToolResult,
  type CompleteResult,
  type ReadResourceResult,
  type Resource,
  type ServerContext,
} from '@modelcontextprotocol/server';

import * as z from 'zod';

import { PRODUCT_VERSION } from '../../core/index.js';

import type { EndpointCatalog } from './endpoint-catalog.js';
import { LenientServer } from './incoming.js';
import { pageOf } from './page.js';

const INSTRUCTIONS =
  'ClaudeDirector gives strategic guidance to engineering and product leaders. Call "ask" with the question in the words of whoever asks; it answers by a deadline. Show the answer as it is and say what its receipt names as missing.';

/** An arrow. It is small, because since 2026 every result repeats who gave it. */
const ICON = `data:image/svg+xml,${encodeURI("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M4.5 1 8 5H6v3H3V5H1z'/></svg>")}`;

/** Resources per page; tools and prompts fit one. */
const PAGE_SIZE = 25;
/** The protocol allows no more. */
const MAX_COMPLETIONS = 100;
/** The library changes with a release or an edit of a framework file. */
const LIBRARY_HINT = { ttlMs: 60_000, cacheScope: 'private' } as const;
/** Conversations and answers change with every question. */
const ANSWERS_HINT = { ttlMs: 0, cacheScope: 'private' } as const;

/** Skills over MCP, SEP-2640. */
const SKILLS_EXTENSION = 'io.modelcontextprotocol/skills';
const LIST_SKILLS = z.object({ cursor: z.string().optional() });
const GET_SKILL = z.object({ uri: z.string() });

/** What a server offers, and how its tools are called. */
export interface EndpointHandler {
  readonly catalog: EndpointCatalog;
  callTool(params: CallToolRequestParams, server: ServerContext): Promise<CallToolResult>;
  listResources(server: ServerContext): Promise<ReadonlyMap<string, Resource>>;
  /** @throws {ProtocolError} if it cannot be read. */
  readResource(uri: string, server: ServerContext): Promise<ReadResourceResult>;
}

/**
 * A server for one connection or request.
 *
 * @param handler    May still be loading: clients receive the greeting before. Nothing this file imports loads slowly.
 * @param websiteUrl Where the service has its page, if that is known.
 */
export function createEndpointServer(handler: EndpointHandler | Promise<EndpointHandler>, websiteUrl?: string): Server {
  const server = new LenientServer(
    {
      name: 'claude-director',
      title: 'ClaudeDirector',
      version: PRODUCT_VERSION,
      description: 'Strategic guidance for engineering and product leaders by a deadline, with a receipt.',
      icons: [{ src: ICON, mimeType: 'image/svg+xml' }],
      ...(websiteUrl === undefined ? {} : { websiteUrl }),
    },
    {
      capabilities: {
        tools: {},
        prompts: { listChanged: true },
        resources: { listChanged: true },
        completions: {},
        extensions: { [SKILLS_EXTENSION]: {} },
      },
      instructions: INSTRUCTIONS,
      cacheHints: {
        'tools/list': LIBRARY_HINT,
        'prompts/list': LIBRARY_HINT,
        'resources/list': ANSWERS_HINT,
        'resources/templates/list': LIBRARY_HINT,
        'resources/read': ANSWERS_HINT,
        'server/discover': LIBRARY_HINT,
      },
    },
  );
  const catalog = async () => (await handler).catalog;
  server.setRequestHandler('tools/list', async () => {
    const { tools } = await catalog();
    return { tools: [...tools.values()].map((tool) => tool.describe()) };
  });
  server.setRequestHandler('tools/call', async ({ params }, context) => (await handler).callTool(params, context));
  server.setRequestHandler('prompts/list', async () => {
    const { prompts } = await catalog();
    return { prompts: [...prompts.values()].map((prompt) => prompt.describe()) };
  });
  server.setRequestHandler('prompts/get', async ({ params }) => {
    const { prompts } = await catalog();
    const prompt = prompts.get(params.name);
    if (prompt === undefined) throw unknown('prompt', params.name);
    return prompt.get(params.arguments ?? {});
  });
  server.setRequestHandler('resources/list', async ({ params }, context) => {
    const all = await (await handler).listResources(context);
    const { items, nextCursor } = pageOf(all, params?.cursor, PAGE_SIZE);
    return { resources: items, ...(nextCursor === undefined ? {} : { nextCursor }) };
  });
  server.setRequestHandler('resources/templates/list', async () => {
    const { resources } = await catalog();
    return { resourceTemplates: resources.flatMap(({ template }) => template ?? []) };
  });
  server.setRequestHandler('resources/read', async ({ params: { uri } }, context) =>
    (await handler).readResource(uri, context),
  );
  server.setRequestHandler('skills/list', { params: LIST_SKILLS }, async ({ cursor }) => {
    const { items, nextCursor } = pageOf((await catalog()).skills(), cursor, PAGE_SIZE);
    return { skills: items, ...(nextCursor === undefined ? {} : { nextCursor }), ...LIBRARY_HINT };
  });
  server.setRequestHandler('skills/get', { params: GET_SKILL }, async ({ uri }) => {
    const skill = (await catalog()).skills().get(uri);
    if (skill === undefined) throw unknown('skill', uri);
    return { skill, ...LIBRARY_HINT };
  });
  server.setRequestHandler('completion/complete', async ({ params: { ref, argument } }) => {
    const { prompts, resources } = await catalog();
    const source =
      ref.type === 'ref/prompt'
        ? prompts.get(ref.name)
        : resources.find(({ template }) => template?.uriTemplate === ref.uri);
    if (source === undefined) throw unknown('reference', ref.type === 'ref/prompt' ? ref.name : ref.uri);
    return completion(source.completions.get(argument.name)?.() ?? [], argument.value);
  });
  return server;
}

/** Tells the client of a server, if it is connected, that prompts, resources and skills are to be listed again. */
export function announceChange(server: Server): void {
  for (const sent of [server.sendResourceListChanged(), server.sendPromptListChanged()]) sent.catch(() => undefined);
}

function completion(values: readonly string[], typed: string): CompleteResult {
  const matching = values.filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()));
  return {
    completion: {
      values: matching.slice(0, MAX_COMPLETIONS),
      total: matching.length,
      hasMore: matching.length > MAX_COMPLETIONS,
    },
  };
}

/** For a name that does not exist. */
export function unknown(kind: string, name: string): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `there is no ${kind} ${JSON.stringify(name.slice(0, 128))}`,
  );
}
