import type { JsonTemplate } from '../../config/index.js';
import type { Deadline } from '../../core/index.js';
import type { PoolUse } from '../../memory/index.js';

import { fillArguments } from './argument-template.js';
import type { QuestionSigns, ServerState, ToolRequest } from './enhancement.js';
import type { Contribution, EnhancingTool, EnhancingToolOptions } from './enhancing-tool.js';
import { findingsFrom } from './result-mapping.js';
import { Signals, type SignalsOptions } from './signals.js';
import type { ToolCaller } from './tool-caller.js';
import type { ToolResults } from './tool-results.js';

/** Which tool of a server is called for which questions, and how its result is read. */
export interface McpToolOptions extends Omit<EnhancingToolOptions, 'isLocal'> {
  readonly signals: SignalsOptions;
  readonly arguments: Readonly<Record<string, JsonTemplate>>;
}

/** A tool of a server outside of this process. */
export class McpTool implements EnhancingTool {
  readonly options: McpToolOptions & EnhancingToolOptions;
  readonly #signals: Signals;

  /** @param results Undefined for a tool whose results are not cached. */
  constructor(
    options: McpToolOptions,
    private readonly caller: ToolCaller,
    private readonly results?: ToolResults,
  ) {
    this.options = { ...options, isLocal: false };
    this.#signals = new Signals(options.signals);
  }

  get state(): ServerState {
    return this.caller.state;
  }

  get poolUse(): PoolUse {
    return this.caller.poolUse;
  }

  /** Whether a question calls for it. */
  isCalledFor(signs: QuestionSigns): boolean {
    return this.#signals.callFor(signs);
  }

  /**
   * The findings for a question.
   *
   * @param deadline Absolute; when it or the tool's own time-out passes, the call is cancelled on the server.
   * @throws what {@link ToolCaller.call} throws.
   */
  async call(request: ToolRequest, deadline: Deadline): Promise<Contribution> {
    const { server, tool, result } = this.options;
    const { tenant, question } = request;
    const args = fillArguments(this.options.arguments, request);
    const compute = () =>
      this.caller.call({ tenant, args, read: (reply) => findingsFrom(server, reply, result, question) }, deadline);
    if (this.results === undefined || request.isFresh) return { findings: await compute(), isCached: false };
    const basis = [args, result, result.passages === undefined ? '' : question];
    const found = await this.results.getOrCompute(
      { server, tool, tenant, basis },
      async () => ({ findings: await compute() }),
      deadline,
    );
    return { findings: found.value.findings, isCached: found.tier !== null || found.isCollapsed };
  }

  /** Ends its sessions as soon as their last call has ended. */
  drain(): Promise<void> {
    return this.caller.drain();
  }
}
