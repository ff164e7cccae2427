import { setTimeout as pause } from 'node:timers/promises';

import { McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';

import type { BuiltinServerId } from '../../config/index.js';
import type { Framework, FrameworkLibrary } from '../../frameworks/index.js';

import { PassageIndex } from './passage-index.js';
import { analyseSystematically } from './systematic-analysis.js';

/** A server that runs in this process: how to make one, and how its tool is called. */
export interface BuiltinServer {
  readonly tool: string;
  readonly effectOfLoss: string;
  /** Changes with the library that it answers from. */
  readonly edition: () => string;
  create(fault: BuiltinFault): McpServer;
}

/** A fault on purpose, for trying out late servers. */
export interface BuiltinFault {
  /** Never answer. */
  readonly hang: boolean;
  /** Answer only after so long, milliseconds. */
  readonly delayMs: number;
  /** Called when a call that hangs is told to stop. */
  readonly onAbort: () => void;
}

const inputSchema = z.object({
  question: z.string().max(32_768),
  frameworks: z.array(z.string().max(64)).max(10).default([]),
});

const PASSAGES = 3;

/** The built-in MCP servers, answering from the framework library. */
export function builtinServers(library: () => FrameworkLibrary): Record<BuiltinServerId, BuiltinServer> {
  const known = (ids: readonly string[]): Framework[] => {
    const frameworks = library();
    return ids.map((id) => frameworks.get(id)).filter((framework) => framework !== undefined);
  };
  const passages = indexOfLatest(library);
  const edition = () => library().version;

  return {
    sequential: {
      tool: 'systematic_analysis',
      effectOfLoss: 'no systematic analysis of the question',
      edition,
      create: (fault) =>
        serverWith(fault, {
          id: 'sequential',
          tool: 'systematic_analysis',
          description:
            'Takes a strategic question apart: limits, stakeholders, options, criteria, what to find out first.',
          answer: ({ question, frameworks }) => analyseSystematically(question, known(frameworks)),
        }),
    },
    context7: {
      tool: 'find_passages',
      effectOfLoss: 'no library passages',
      edition,
      create: (fault) =>
        serverWith(fault, {
          id: 'context7',
          tool: 'find_passages',
          description: 'Finds the passages of the framework library that fit a strategic question.',
          answer: ({ question, frameworks }) => passages().find(question, frameworks, PASSAGES),
        }),
    },
  };
}

interface ToolDefinition {
  readonly id: BuiltinServerId;
  readonly tool: string;
  readonly description: string;
  answer(input: z.infer<typeof inputSchema>): readonly { readonly title: string; readonly text: string }[];
}

function serverWith(fault: BuiltinFault, definition: ToolDefinition): McpServer {
  const { id, tool, description } = definition;
  const server = new McpServer({ name: id, version: '1.0.0' });
  server.registerTool(
    tool,
    { description, inputSchema, annotations: { readOnlyHint: true, idempotentHint: true } },
    async (input, { mcpReq: { signal } }) => {
      if (fault.hang) await untilAborted(signal, fault.onAbort);
      if (fault.delayMs > 0) await pause(fault.delayMs, undefined, { signal });
      const findings = definition.answer(input);
      return {
        content: findings.map(({ title, text }) => ({ type: 'text' as const, text: `${title}: ${text}` })),
        structuredContent: { findings },
      };
    },
  );
  return server;
}

/** Ends when the client calls the request off, and only then. */
function untilAborted(signal: AbortSignal, onAbort: () => void): Promise<never> {
  return new Promise((_resolve, reject) => {
    const end = () => {
      onAbort();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Builds the index when first needed, and again when the library has been replaced. */
function indexOfLatest(library: () => FrameworkLibrary): () => PassageIndex {
  let from: FrameworkLibrary | undefined;
  let index = new PassageIndex([]);
  return () => {
    const latest = library();
    if (latest !== from) {
      from = latest;
      index = new PassageIndex(latest.all());
    }
    return index;
  };
}
