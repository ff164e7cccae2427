import {
  ProtocolError,
  type CallToolRequestParams,
  type CallToolResult,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';

import type { AnswerRecorder } from '../../answers/index.js';
import { auditRefusal } from '../audit-refusal.js';
import type { Problem } from '../problem.js';
import { reportedProblem, type DefectLogger } from '../reported-problem.js';

import type { Step } from './ask-handler.js';
import type { Exchange, EndpointCatalog } from './endpoint-catalog.js';
import { createEndpointServer, unknown, type Face } from './endpoint-server.js';
import type { McpRequestContext } from './mcp-request-context.js';

/** In the order in which they begin; what a client sees as progress. */
const STEPS: readonly Step[] = ['cache', 'admission', 'detect', 'route', 'enhance', 'compose', 'continuation'];

/** The MCP face: what every server offers, whoever it serves. */
export class McpEndpoint {
  constructor(
    private readonly logger: DefectLogger,
    readonly catalog: EndpointCatalog,
    private readonly records: Pick<AnswerRecorder, 'note'>,
  ) {}

  /** @param visitOf How the transport knows who sent a request. */
  facing(visitOf: (context: ServerContext) => McpRequestContext): Face {
    return {
      catalog: this.catalog,
      callTool: (params, context) => this.#call(params, visitOf(context), context),
    };
  }

  /** A server for one connection or request. */
  createServer(visitOf: (context: ServerContext) => McpRequestContext): Server {
    return createEndpointServer(this.facing(visitOf));
  }

  async #call(
    { name, arguments: args = {} }: CallToolRequestParams,
    visit: McpRequestContext,
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
      auditRefusal(this.records, visit, error);
      return problemResult(reportedProblem(error, visit.requestId, this.logger));
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
