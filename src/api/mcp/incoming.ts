import { ProtocolError, ProtocolErrorCode, Server, specTypeSchemas } from '@modelcontextprotocol/server';

/** The requests that the endpoint serves, and what they must look like. */
const REQUESTS: Readonly<Record<string, keyof typeof specTypeSchemas>> = {
  'completion/complete': 'CompleteRequest',
  initialize: 'InitializeRequest',
  'prompts/get': 'GetPromptRequest',
  'prompts/list': 'ListPromptsRequest',
  'resources/list': 'ListResourcesRequest',
  'resources/read': 'ReadResourceRequest',
  'resources/templates/list': 'ListResourceTemplatesRequest',
  'tools/call': 'CallToolRequest',
  'tools/list': 'ListToolsRequest',
};
/** Levels of a request in which null stands for nothing: `params`, `arguments`, and what is in these. */
const LEVELS = 4;

/** An MCP server that takes null for what is optional, and says plainly what is wrong with a request. */
export class LenientServer extends Server {
  protected override _wrapHandler(...[method, handle]: Parameters<Server['_wrapHandler']>) {
    const serve = super._wrapHandler(method, handle);
    const type = Object.hasOwn(REQUESTS, method) ? REQUESTS[method] : undefined;
    const wrapped: typeof serve = async (request, context) => {
      const complete = withoutNulls(request, LEVELS) as typeof request;
      if (type !== undefined) check(method, type, complete);
      return serve(complete, context);
    };
    return wrapped;
  }
}

function check(method: string, type: keyof typeof specTypeSchemas, request: unknown): void {
  const { issues } = specTypeSchemas[type]['~standard'].validate(request);
  const [first] = issues ?? [];
  if (first === undefined) return;
  const place = (first.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `${method}: ${place}: ${first.message}`);
}

/** A message, or a batch of them, as it is understood: the SDK refuses null in parameters before any handler sees it. */
export function lenientMessage(message: unknown): unknown {
  if (Array.isArray(message)) return message.map(lenientMessage);
  if (typeof message !== 'object' || message === null || !('params' in message)) return message;
  const { params, ...rest } = message;
  return params === null ? rest : { ...rest, params: withoutNulls(params, LEVELS - 1) };
}

/** A copy without the members of objects that are null. */
function withoutNulls(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || levels === 0) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      inner === null ? [] : [[name, withoutNulls(inner, levels - 1)] as const],
    ),
  );
}
