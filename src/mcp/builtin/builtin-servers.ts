import * as z from 'zod';

import type { BuiltinServerId } from '../../config/index.js';
import type { Framework, FrameworkLibrary } from '../../frameworks/index.js';
import type { LocalTool } from '../sessions/local-session.js';

import { PassageIndex } from './passage-index.js';
import { analyzeSystematically } from './systematic-analysis.js';

/** A server that runs in this process, with one tool. */
export interface BuiltinServer {
  readonly effectOfLoss: string;
  /** Changes with the framework library. */
  readonly edition: () => string;
  readonly tool: LocalTool;
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
    'builtin:analysis': {
      effectOfLoss: 'no systematic analysis of the question',
      edition,
      tool: localTool({
        name: 'systematic_analysis',
        description:
          'Takes a strategic question apart: limits, stakeholders, options, criteria, what to find out first.',
        answer: ({ question, frameworks }) => analyzeSystematically(question, known(frameworks)),
      }),
    },
    'builtin:library': {
      effectOfLoss: 'no library passages',
      edition,
      tool: localTool({
        name: 'find_passages',
        description: 'Finds the passages of the framework library that fit a strategic question.',
        answer: ({ question, frameworks }) => passages().find(question, frameworks, PASSAGES),
      }),
    },
  };
}

interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly answer: (input: z.infer<typeof inputSchema>) => readonly { readonly title: string; readonly text: string }[];
}

function localTool({ name, description, answer }: ToolDefinition): LocalTool {
  return {
    definition: {
      name,
      description,
      inputSchema: { type: 'object' },
    },
    call: (args) => ({ isError: false, text: '', structured: { findings: answer(inputSchema.parse(args)) } }),
  };
}

/** Builds the index on first use, and again after the library has been replaced. */
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
