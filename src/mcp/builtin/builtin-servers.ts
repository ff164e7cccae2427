import type { BuiltinServerId } from '../../config/index.js';
import type { Framework, FrameworkLibrary } from '../../frameworks/index.js';
import type { LocalTool } from './local-tool.js';
import { PassageIndex } from './passage-index.js';
import { analyzeSystematically } from './systematic-analysis.js';

const PASSAGES = 3;

/** The built-in MCP servers, each with one tool, answering from the framework library. */
export function builtinServers(library: () => FrameworkLibrary): Record<BuiltinServerId, LocalTool> {
  const known = (ids: readonly string[]): Framework[] => {
    const frameworks = library();
    return ids.map((id) => frameworks.get(id)).filter((framework) => framework !== undefined);
  };
  const passages = indexOfLatest(library);

  return {
    'builtin:analysis': {
      name: 'systematic_analysis',
      effectOfLoss: 'no systematic analysis of the question',
      answer: (question, frameworks) => analyzeSystematically(question, known(frameworks)),
    },
    'builtin:library': {
      name: 'find_passages',
      effectOfLoss: 'no library passages',
      answer: (question, frameworks) => passages().find(question, frameworks, PASSAGES),
    },
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
