import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type CallToolRequestParams,
  type CallToolResult,
  type ReadResourceResult,
  type Resource,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';

import type { AnswerRecorder } from '../../answers/index.js';
import type { Problem } from '../protocol/problem.js';
import { auditRefusal, reportedProblem, type DefectLogger } from '../protocol/error-replies.js';

import type { McpRequestContext, Step } from './ask-handler.js';
import type { EndpointCatalog, ToolCallContext } from './endpoint-catalog.js';
import { createEndpointServer, unknown, type EndpointHandler } from './endpoint-server.js';

/** In the order in which they begin; what a client sees as progress. */
const STEPS: readonly Step[] = ['cache', 'admission', 'detect', 'read', 'route', 'enhance', 'compose', 'continuation'];

/** The MCP endpoint: what it offers, and how a tool call is run and its errors reported. */
export class McpEndpoint {
  constructor(
    private readonly logger: DefectLogger,
    readonly catalog: EndpointCatalog,
    private readonly records: Pick<AnswerRecorder, 'note'>,
    /** Where the page of the service is; undefined if that is not configured. */
    private readonly websiteUrl?: string,
  ) {}

  /** @param requestOf Finds the request that a message of the transport belongs to. */
  handlerFor(requestOf: (server: ServerContext) => McpRequestContext): EndpointHandler {
    return {
      catalog: this.catalog,
      callTool: (params, server) => this.#call(params, requestOf(server), server),
      listResources: (server) => this.#list(requestOf(server)),
      readResource: (uri, server) => this.#read(uri, requestOf(server)),
    };
  }

  /** A server for one connection or request. */
  createServer(requestOf: (server: ServerContext) => McpRequestContext): Server {
    return createEndpointServer(this.handlerFor(requestOf), this.websiteUrl);
  }

  async #call(
    { name, arguments: args = {} }: CallToolRequestParams,
    request: McpRequestContext,
    server: ServerContext,
  ): Promise<CallToolResult> {
    const tool = this.catalog.tools.get(name);
    if (tool === undefined) throw unknown('tool', name);
    const { signal } = server.mcpReq;
    try {
      return await tool.call(args, { request, signal, onStep: progressOf(server), server });
    } catch (error) {
      // The SDK sends no result of a cancelled call.
      if (signal.aborted || error instanceof ProtocolError) throw error;
      auditRefusal(this.records, request, error);
      return problemResult(reportedProblem(error, request.requestId, this.logger));
    }
  }

  async #list(request: McpRequestContext): Promise<ReadonlyMap<string, Resource>> {
    try {
      const families = await Promise.all(this.catalog.resources.map(async (family) => family.list(request)));
      return new Map(families.flatMap((family) => [...family]));
    } catch (error) {
      throw this.#resourceError(error, request);
    }
  }

  async #read(uri: string, request: McpRequestContext): Promise<ReadResourceResult> {
    try {
      for (const family of this.catalog.resources) {
        const contents = await family.read(uri, request);
        if (contents !== undefined) return contents;
      }
    } catch (error) {
      throw this.#resourceError(error, request, uri);
    }
    throw new ResourceNotFoundError(uri);
  }

  #resourceError(error: unknown, request: McpRequestContext, uri = ''): ProtocolError {
    auditRefusal(this.records, request, error);
    const problem = reportedProblem(error, request.requestId, this.logger);
    if (problem.status === NOT_FOUND) return new ResourceNotFoundError(uri);
    return new ProtocolError(ProtocolErrorCode.InternalError, `${problem.code}: ${problem.detail}`, problem);
  }
}

/** Statuses of what does not exist, or not for this caller. */
const NOT_FOUND = 404;

/** A problem as a tool result: its code begins the text, for a model; `_meta` holds all of it, for a program. */
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
function progressOf({ mcpReq }: ServerContext): ToolCallContext['onStep'] {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return (step) => {
    const params = { progressToken, progress: STEPS.indexOf(step) + 1, total: STEPS.length, message: step };
    // A client that has disconnected needs no progress.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
