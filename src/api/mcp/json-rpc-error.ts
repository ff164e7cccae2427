import type { Problem } from '../problem.js';

/** Where the MCP face is served over HTTP. */
export const MCP_PATH = '/mcp';

const PARSE_ERROR = -32_700;
/** First of the codes that JSON-RPC leaves to servers. */
const SERVER_ERROR = -32_000;

/**
 * A problem that came up before any MCP message was read, as MCP clients expect it; the facts are in `data`.
 *
 * @see https://www.jsonrpc.org/specification#error_object
 */
export function jsonRpcError(problem: Problem): object {
  const code = problem.code === 'REQUEST_MALFORMED' ? PARSE_ERROR : SERVER_ERROR;
  return { jsonrpc: '2.0', error: { code, message: `${problem.code}: ${problem.detail}`, data: problem }, id: null };
}
