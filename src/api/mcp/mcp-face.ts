import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type CallToolResult,
  type CompleteResult,
  type ServerContext,
} from '@modelcontextprotocol/server';

import { isDefect, problemFrom, type Problem } from '../problem.js';
import { PRODUCT_VERSION } from '../product-version.js';

import type { Step } from './answering.js';
import type { Exchange, FaceCatalog } from './face-catalog.js';
import { pageOf } from './page.js';
import type { Visit } from './visit.js';

const INSTRUCTIONS =
  'ClaudeDirector gives strategic guidance to engineering and product leaders. Call "ask" with the question in the words of whoever asks; it answers by a deadline. Show the answer as it is and say what its receipt names as missing.';

/** Resources are many and long; tools and prompts fit one page. */
const PAGE_SIZE = { tools: 50, prompts: 50, resources: 25 } as const;
/** The protocol allows no more. */
const MOST_COMPLETIONS = 100;
/** The library changes with a release or an edit of a framework file. */
const LIBRARY_HINT = { ttlMs: 60_000, cacheScope: 'private' } as const;
/** In the order in which they begin; what a client sees as progress. */
const STEPS: readonly Step[] = ['cache', 'admission', 'detect', 'route', 'enhance', 'compose', 'continuation'];

export interface McpFaceOptions {
  /** Called with every error that is a fault of ours. */
  readonly onDefect: (requestId: string, error: unknown) => void;
}

/** The MCP face: makes servers, one for each connection or request, that all offer the same catalog. */
export class McpFace {
  constructor(
    private readonly options: McpFaceOptions,
    readonly catalog: FaceCatalog,
  ) {}

  /** @param visitOf How the transport knows who sent a request. */
  createServer(visitOf: (context: ServerContext) => Visit): Server {
    const { tools, prompts, resources } = this.catalog;
    const server = new Server(
      { name: 'claude-director', title: 'ClaudeDirector', version: PRODUCT_VERSION },
      {
        capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
        instructions: INSTRUCTIONS,
        cacheHints: {
          'tools/list': LIBRARY_HINT,
          'prompts/list': LIBRARY_HINT,
          'resources/list': LIBRARY_HINT,
          'resources/templates/list': LIBRARY_HINT,
          'resources/read': LIBRARY_HINT,
          'server/discover': LIBRARY_HINT,
        },
      },
    );
    server.setRequestHandler('tools/list', ({ params }) => {
      const { items, nextCursor } = pageOf(tools, params?.cursor, PAGE_SIZE.tools);
      return { tools: items.map((tool) => tool.describe()), ...cursorOf(nextCursor) };
    });
    server.setRequestHandler('tools/call', ({ params }, context) => this.#call(params, visitOf(context), context));
    server.setRequestHandler('prompts/list', ({ params }) => {
      const { items, nextCursor } = pageOf(prompts, params?.cursor, PAGE_SIZE.prompts);
      return { prompts: items.map(({ definition }) => definition), ...cursorOf(nextCursor) };
    });
    server.setRequestHandler('prompts/get', ({ params }) => {
      const prompt = prompts.get(params.name);
      if (prompt === undefined) throw unknown('prompt', params.name);
      return prompt.get(params.arguments ?? {});
    });
    server.setRequestHandler('resources/list', ({ params }) => {
      const all = new Map(resources.flatMap((family) => [...family.list()]));
      const { items, nextCursor } = pageOf(all, params?.cursor, PAGE_SIZE.resources);
      return { resources: items, ...cursorOf(nextCursor) };
    });
    server.setRequestHandler('resources/templates/list', ({ params }) => {
      const templates = new Map(resources.map(({ template }) => [template.name, template]));
      const { items, nextCursor } = pageOf(templates, params?.cursor, PAGE_SIZE.resources);
      return { resourceTemplates: items, ...cursorOf(nextCursor) };
    });
    server.setRequestHandler('resources/read', ({ params: { uri } }) => {
      for (const family of resources) {
        const contents = family.read(uri);
        if (contents !== undefined) return contents;
      }
      throw new ResourceNotFoundError(uri);
    });
    server.setRequestHandler('completion/complete', ({ params: { ref, argument } }) => {
      const source =
        ref.type === 'ref/prompt'
          ? prompts.get(ref.name)
          : resources.find(({ template }) => template.uriTemplate === ref.uri);
      if (source === undefined) throw unknown('reference', ref.type === 'ref/prompt' ? ref.name : ref.uri);
      return completion(source.completions[argument.name]?.() ?? [], argument.value);
    });
    return server;
  }

  async #call(
    { name, arguments: args = {} }: { readonly name: string; readonly arguments?: Record<string, unknown> | undefined },
    visit: Visit,
    context: ServerContext,
  ): Promise<CallToolResult> {
    const tool = this.catalog.tools.get(name);
    if (tool === undefined) throw unknown('tool', name);
    const { signal } = context.mcpReq;
    const exchange: Exchange = { visit, signal, onStep: progressOf(context), context };
    try {
      return await tool.call(args, exchange);
    } catch (error) {
      // Nobody reads the result of a call that was called off; the SDK sends none.
      if (signal.aborted || error instanceof ProtocolError) throw error;
      const problem = problemFrom(error, visit.requestId);
      if (isDefect(problem)) this.options.onDefect(visit.requestId, error);
      return problemResult(problem);
    }
  }
}

/** A problem as a tool result: its code is the first word for a model, all of it in `_meta` for a program. */
function problemResult(problem: Problem): CallToolResult {
  const { code, detail, retryAfterMs } = problem;
  const retry = retryAfterMs === undefined ? '' : ` (try again after ${retryAfterMs} ms)`;
  return {
    isError: true,
    content: [{ type: 'text', text: `${code}: ${detail}${retry}` }],
    _meta: { 'claude-director/problem': problem },
  };
}

/** Reports steps to a client that gave the request a progress token. */
function progressOf({ mcpReq }: ServerContext): Exchange['onStep'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (step) => {
    const params = { progressToken, progress: STEPS.indexOf(step) + 1, total: STEPS.length, message: step };
    // A client that is gone needs no progress.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}

function completion(values: readonly string[], typed: string): CompleteResult {
  const matching = values.filter((value) => value.toLowerCase().startsWith(typed.toLowerCase()));
  return {
    completion: {
      values: matching.slice(0, MOST_COMPLETIONS),
      total: matching.length,
      hasMore: matching.length > MOST_COMPLETIONS,
    },
  };
}

function cursorOf(nextCursor: string | undefined): { nextCursor?: string } {
  return nextCursor === undefined ? {} : { nextCursor };
}

function unknown(kind: string, name: string): ProtocolError {
  return new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `there is no ${kind} ${JSON.stringify(name.slice(0, 128))}`,
  );
}
