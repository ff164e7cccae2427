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

import type { McpRequestContext, Step } from './ask-handler.js';

/** A tool call in progress. */
export interface ToolCallContext {
  readonly request: McpRequestContext;
  /** Aborts when the client cancels the call. */
  readonly signal: AbortSignal;
  /** Reports the step that begins; undefined when the client asked for no progress. */
  readonly onStep: ((step: Step) => void) | undefined;
  readonly server: ServerContext;
}

/** A tool of the endpoint. */
export interface EndpointTool {
  describe(): Tool;
  /** @throws {AppError} which the endpoint turns into a result. */
  call(args: unknown, context: ToolCallContext): CallToolResult | Promise<CallToolResult>;
}

/** Values of an argument, by its name. */
type Completions = ReadonlyMap<string, () => readonly string[]>;

/** A prompt of the endpoint. */
export interface EndpointPrompt {
  describe(): Prompt;
  readonly completions: Completions;
  /** @throws {ProtocolError} -32602, if arguments are missing or wrong. */
  get(args: Readonly<Record<string, string>>): GetPromptResult;
}

/** A family of resources, most often under one URI template. */
export interface EndpointResources {
  readonly template?: ResourceTemplateType;
  readonly completions: Completions;
  /** What the caller sees of it, by URI. */
  list(request: McpRequestContext): ReadonlyMap<string, Resource> | Promise<ReadonlyMap<string, Resource>>;
  /**
   * @returns undefined if a URI is none of this family.
   * @throws {AppError} if there is none of that URI, or it cannot be read.
   */
  read(
    uri: string,
    request: McpRequestContext,
  ): ReadResourceResult | undefined | Promise<ReadResourceResult | undefined>;
}

/** A skill as the extension lists it. @see SEP-2640 */
export interface ListedSkill {
  readonly uri: string;
  readonly frontmatter: { readonly name: string; readonly description: string };
  readonly resources: readonly { readonly uri: string; readonly digest: string; readonly size: number }[];
}

/** What the endpoint offers; the order of each map is the order of its list. */
export interface EndpointCatalog {
  readonly tools: Map<string, EndpointTool>;
  readonly prompts: Map<string, EndpointPrompt>;
  readonly resources: EndpointResources[];
  /** By URI. */
  readonly skills: () => ReadonlyMap<string, ListedSkill>;
  /** Calls `listener` after the lists of prompts, resources and skills have changed. @returns ends that. */
  readonly onChange: (listener: () => void) => () => void;
}
