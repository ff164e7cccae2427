import type { LocalTool } from '../builtin/local-tool.js';

import type { QuestionSigns, ServerState, ToolRequest } from './enhancement.js';
import type { Contribution, EnhancingTool, EnhancingToolOptions } from './enhancing-tool.js';
import { quoted } from './result-mapping.js';
import { Signals, type SignalsOptions } from './signals.js';

/**
 * A tool of this process, called directly. What no connection can lose and no other process can delay needs no session,
 * no time-out, no circuit breaker and no second attempt; and caching its findings costs more than finding them.
 */
export class InProcessTool implements EnhancingTool {
  readonly options: EnhancingToolOptions;
  readonly state: ServerState;
  readonly #signals: Signals;

  constructor(
    server: string,
    signals: SignalsOptions,
    private readonly tool: LocalTool,
  ) {
    const { name, effectOfLoss } = tool;
    this.options = { server, tool: name, result: {}, effectOfLoss, isLocal: true };
    this.state = {
      server,
      breaker: 'closed',
      isQuarantined: false,
      inFlight: 0,
      // It occupies the thread while it works.
      limit: 1,
      capacity: 1,
      minRttMs: null,
      sessions: 0,
      maxSessions: 0,
      spawns: 0,
      retries: 0,
      hedges: 0,
      lastFailure: null,
    };
    this.#signals = new Signals(signals);
  }

  isCalledFor(signs: QuestionSigns): boolean {
    return this.#signals.callFor(signs);
  }

  call({ frameworks, question }: ToolRequest): Contribution {
    const { server } = this.options;
    const findings = this.tool.answer(question, frameworks).flatMap((item) => quoted(server, item));
    return { findings, isCached: false };
  }

  async drain(): Promise<void> {
    // Nothing is open.
  }
}
