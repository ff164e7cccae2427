import type { Deadline, Degradation, ModelAllowance, ProgressListener } from '../core/index.js';
import type { Enhancer, EnhancementResult, EnhancementRun } from '../mcp/index.js';
import type { Brief, PlaybookEngine } from '../playbook/index.js';
import type { DraftBasis, Drafting, ModelAuthors } from '../models/index.js';

import type { Receipt } from './messages/answer.js';
import { briefRequest, toolRequest, type RoutedAnalysis } from './question.js';
import { contributors, lossesIn } from './receipt-builder.js';

/** An answer as it can be written now, with what its receipt says about it. */
export interface Composition {
  readonly brief: Brief;
  readonly personas: Receipt['personas'];
  readonly enhancements: Receipt['enhancements'];
  readonly degradations: readonly Degradation[];
}

export interface PendingAnswerOptions {
  /** Whether MCP servers are asked. */
  readonly isEnhanced: boolean;
  /** How long a model waits for findings before it begins, milliseconds. */
  readonly findingsWaitMs: number;
}

/** What composes answers. */
export interface PendingAnswerParts {
  readonly authors: ModelAuthors;
  readonly enhancer: Enhancer;
  readonly playbook: PlaybookEngine;
  /** What the caller may spend on models; undefined where nothing limits it. */
  readonly allowance: ModelAllowance | undefined;
}

/**
 * Everything under way for one answer: MCP servers that help, models that write. Read it at any time: the playbook
 * writes what nobody else has written yet.
 */
export class PendingAnswer {
  readonly #run: EnhancementRun | undefined;
  readonly #drafting: Drafting | undefined;
  #own: DraftBasis | undefined;

  /** @param deadline Ends every call that is made for it. */
  constructor(
    { isEnhanced, findingsWaitMs }: PendingAnswerOptions,
    private readonly parts: PendingAnswerParts,
    private readonly led: RoutedAnalysis,
    deadline: Deadline,
    onProgress?: ProgressListener,
  ) {
    const run = isEnhanced ? parts.enhancer.start(toolRequest(led), deadline) : undefined;
    this.#run = run;
    const ready = async () => {
      if (run !== undefined) await soon(run, deadline, findingsWaitMs);
      return this.#ownAnswer();
    };
    this.#drafting = parts.authors.start(
      briefRequest(led, []),
      ready,
      deadline,
      {
        text: (persona, text) => onProgress?.({ type: 'answer.delta', data: { persona, text } }),
        void: (persona, cause) => onProgress?.({ type: 'error', data: { persona, cause } }),
      },
      parts.allowance,
    );
  }

  /** True while a server or a model is at work. */
  get isPending(): boolean {
    return this.#run?.isPending === true || this.#drafting?.isPending === true;
  }

  /** Fulfils when all of them are done, well or not; never rejects. */
  get settled(): Promise<unknown> {
    return Promise.all([this.#run?.settled, this.#drafting?.settled]);
  }

  /** The best answer there is by now. */
  compose(): Composition {
    const { request, draft: own } = this.#ownAnswer();
    const drafted = this.#drafting?.result;
    const absent = drafted?.absent ?? [];
    const present = request.support.filter((persona) => !absent.includes(persona));
    return {
      brief:
        drafted === undefined || drafted.writings.size === 0
          ? own
          : this.parts.playbook.compose({ ...request, support: present, absent }, drafted.parts),
      personas: contributors([this.led.lead, ...present], drafted?.writings),
      enhancements: this.#results.map(({ enhancement }) => enhancement),
      degradations: [...lossesIn(this.#results), ...(drafted?.degradations ?? [])],
    };
  }

  get #results(): readonly EnhancementResult[] {
    return this.#run?.results ?? [];
  }

  /** What the playbook alone writes; the same as before, as long as no finding has come in since. */
  #ownAnswer(): DraftBasis {
    const request = briefRequest(this.led, this.#results);
    const known = this.#own?.request.findings.length;
    if (this.#own === undefined || known !== request.findings.length) {
      this.#own = { request, draft: this.parts.playbook.compose(request) };
    }
    return this.#own;
  }
}

async function soon({ settled }: EnhancementRun, deadline: Deadline, ms: number): Promise<void> {
  using patience = deadline.child(ms);
  await patience.wait(settled).catch(() => undefined);
}
