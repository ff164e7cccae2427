import { isAbsent, isRecord } from './json.js';
import { ToolResultInvalidError } from './mcp.errors.js';

/** A tool as its server describes it. */
export interface ToolDescription {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
  readonly outputSchema?: Readonly<Record<string, unknown>>;
}

/** What a tool answered; the parts that can be quoted. */
export interface ToolReply {
  readonly isError: boolean;
  /** Its texts, one a line; empty if there is none. */
  readonly text: string;
  /** Undefined if there is none. */
  readonly structured?: unknown;
}

export interface ToolPage {
  readonly tools: readonly ToolDescription[];
  readonly nextCursor?: string;
}

/** A page of the tools of a server. @throws {ToolResultInvalidError} `MCP_RESULT_INVALID`, if it is none. */
export function readToolPage(server: string, result: unknown): ToolPage {
  const { tools, nextCursor } = isRecord(result) ? result : {};
  if (!isAbsent(tools) && !Array.isArray(tools)) throw offProtocol(server);
  return {
    tools: Array.isArray(tools) ? tools.flatMap(readTool) : [],
    ...(typeof nextCursor === 'string' && nextCursor !== '' ? { nextCursor } : {}),
  };
}

function readTool(tool: unknown): ToolDescription[] {
  if (!isRecord(tool) || typeof tool['name'] !== 'string') return [];
  const { name, description, inputSchema, outputSchema } = tool;
  return [
    {
      name,
      ...(typeof description === 'string' ? { description } : {}),
      inputSchema: isRecord(inputSchema) ? inputSchema : { type: 'object' },
      ...(isRecord(outputSchema) && !isAbsent(outputSchema) ? { outputSchema } : {}),
    },
  ];
}

/** What a tool answered. @throws {ToolResultInvalidError} `MCP_RESULT_INVALID`, if its content is no list. */
export function readToolReply(server: string, result: unknown): ToolReply {
  const { content, structuredContent, isError } = isRecord(result) ? result : {};
  if (!isAbsent(content) && !Array.isArray(content)) throw offProtocol(server);
  return {
    isError: isError === true,
    text: Array.isArray(content) ? content.flatMap(textOf).join('\n') : '',
    ...(isAbsent(structuredContent) ? {} : { structured: structuredContent }),
  };
}

export function offProtocol(server: string, options?: ErrorOptions): ToolResultInvalidError {
  return new ToolResultInvalidError(server, 'not as the protocol says', options);
}

/** The text of a block, or of the resource that it embeds; blocks of other kinds are left out. */
function textOf(block: unknown): string[] {
  if (!isRecord(block)) return [];
  const holder = block['type'] === 'resource' ? block['resource'] : block['type'] === 'text' ? block : undefined;
  return isRecord(holder) && typeof holder['text'] === 'string' ? [holder['text']] : [];
}
