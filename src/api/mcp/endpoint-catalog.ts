import type {
  CallToolResult,
  GetPromptResult,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';

import type { Step } from './ask-handler.js';
import type { McpRequestContext } from './mcp-request-context.js';

/** One request of a client while it is worked on. */
export interface Exchange {
  readonly visit: McpRequestContext;
  /** Aborts when the client calls the request off. */
  readonly signal: AbortSignal;
  /** Tells the client what begins; undefined when it does not want to know. */
  readonly onStep: ((step: Step) => void) | undefined;
  readonly context: ServerContext;
}

/** A tool of the face. */
export interface EndpointTool {
  describe(): Tool;
  /** Errors of the domain are thrown; the face makes results of them. */
  call(args: unknown, exchange: Exchange): CallToolResult | Promise<CallToolResult>;
}

/** Values for an argument, whatever has been typed of it so far. */
type Completions = ReadonlyMap<string, () => readonly string[]>;

/** A prompt of the face. */
export interface EndpointPrompt {
  readonly definition: Prompt;
  readonly completions: Completions;
  /** @throws {ProtocolError} -32602, if arguments are missing or wrong. */
  get(args: Readonly<Record<string, string>>): GetPromptResult;
}

/** A family of resources under one URI template. */
export interface EndpointResources {
  readonly template: ResourceTemplateType;
  readonly completions: Completions;
  /** By URI. */
  list(): ReadonlyMap<string, Resource>;
  /** @returns undefined if there is none of that URI. */
  read(uri: string): ReadResourceResult | undefined;
}

/** What the face offers; the order of each map is the order of its list. */
export interface EndpointCatalog {
  readonly tools: Map<string, EndpointTool>;
  readonly prompts: Map<string, EndpointPrompt>;
  readonly resources: EndpointResources[];
}
