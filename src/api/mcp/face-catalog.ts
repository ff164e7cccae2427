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

import type { Step } from './answering.js';
import type { Visit } from './visit.js';

/** One request of a client while it is worked on. */
export interface Exchange {
  readonly visit: Visit;
  /** Aborts when the client calls the request off. */
  readonly signal: AbortSignal;
  /** Tells the client what begins; undefined when it does not want to know. */
  readonly onStep: ((step: Step) => void) | undefined;
  readonly context: ServerContext;
}

/** A tool of the face. */
export interface FaceTool {
  describe(): Tool;
  /** Errors of the domain are thrown; the face makes results of them. */
  call(args: unknown, exchange: Exchange): CallToolResult | Promise<CallToolResult>;
}

/** Values for an argument, whatever has been typed of it so far. */
type Completions = ReadonlyMap<string, () => readonly string[]>;

/** A prompt of the face. */
export interface FacePrompt {
  readonly definition: Prompt;
  readonly completions: Completions;
  /** @throws {ProtocolError} -32602, if arguments are missing or wrong. */
  get(args: Readonly<Record<string, string>>): GetPromptResult;
}

/** A family of resources under one URI template. */
export interface FaceResources {
  readonly template: ResourceTemplateType;
  readonly completions: Completions;
  /** By URI. */
  list(): ReadonlyMap<string, Resource>;
  /** @returns undefined if there is none of that URI. */
  read(uri: string): ReadResourceResult | undefined;
}

/** What the face offers; the order of each map is the order of its list. */
export interface FaceCatalog {
  readonly tools: Map<string, FaceTool>;
  readonly prompts: Map<string, FacePrompt>;
  readonly resources: FaceResources[];
}
