import type { Limits } from '../../access/index.js';
import type { Deadline, Degradation } from '../../core/index.js';
import type { Enhancer, EnhancementResult, EnhancementRun } from '../../mcp/index.js';
import { PLAYBOOK } from '../../config/index.js';
import type { Brief, BriefRequest, PlaybookEngine } from '../../playbook/index.js';
import type { DraftBasis, Drafting, ModelAuthors } from '../../models/index.js';

import type { Receipt } from '../messages/answer.js';

import { briefRequest, toolRequest, type RoutedAnalysis } from './answer-requests.js';
import { contributors, lossesIn } from './receipt-builder.js';

/** An answer as it can be written now, with what its receipt says about it. */
export interface Composition {
  readonly brief: Brief;
  readonly personas: Receipt['personas'];
  readonly enhancements: Receipt['enhancements'];
  readonly degradations: readonly Degradation[];
}

/** What writes answers. */
export interface AnswerWriterParts {
  readonly authors: ModelAuthors;
  readonly enhancer: Enhancer;
  readonly limits: Limits;
  readonly playbook: PlaybookEngine;
  /** How long a model waits for findings before it begins, milliseconds. */
  readonly findingsWaitMs: number;
}

/**
 * The calls in progress for one answer: MCP servers that help, models that write. It can be composed at any time: the
 * playbook writes every part that no model has written yet.
 */
export class PendingAnswer {
  readonly #run: EnhancementRun | undefined;
  readonly #drafting: Drafting | undefined;
  #own: DraftBasis | undefined;

  /** @param deadline Ends every call made for the answer. */
  constructor(
    private readonly parts: AnswerWriterParts,
    private readonly analysis: RoutedAnalysis,
    deadline: Deadline,
  ) {
    const { caller, onProgress } = analysis.question.context;
    const isEnhanced = analysis.enhancements.length > 0;
    const run = isEnhanced ? parts.enhancer.start(toolRequest(analysis), deadline) : undefined;
    this.#run = run;
    const ready = async () => {
      if (run !== undefined) await soon(run, deadline, parts.findingsWaitMs);
      return this.#ownAnswer();
    };
    // What is sensitive leaves the house to no model, and its words have been read twice for harm.
    const isSensitive = analysis.reading.lane === 'sensitive';
    this.#drafting = isSensitive
      ? undefined
      : parts.authors.start(
          briefRequest(analysis, []),
          ready,
          deadline,
          {
            text: (persona, text) => onProgress?.({ type: 'answer.delta', data: { persona, text } }),
            void: (persona, cause) => onProgress?.({ type: 'error', data: { persona, cause } }),
          },
          parts.limits.modelTokens(caller),
        );
  }

  /** Whether a server or a model has still to reply. */
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
      personas: contributors([this.analysis.lead, ...present], drafted?.writings),
      enhancements: this.#results.map(({ enhancement }) => enhancement),
      degradations: [
        ...lossesIn(this.#results),
        ...(drafted?.degradations ?? []),
        ...(drafted?.parts.lead === undefined ? foreignLanguage(request) : []),
      ],
    };
  }

  get #results(): readonly EnhancementResult[] {
    return this.#run?.results ?? [];
  }

  /** What the playbook alone writes, composed again only when a new finding has arrived. */
  #ownAnswer(): DraftBasis {
    const request = briefRequest(this.analysis, this.#results);
    const known = this.#own?.request.findings.length;
    if (this.#own === undefined || known !== request.findings.length) {
      this.#own = { request, draft: this.parts.playbook.compose(request) };
    }
    return this.#own;
  }
}

/** Without a model the answer is in English, whatever the question's language. */
function foreignLanguage({ reading }: BriefRequest): readonly Degradation[] {
  if (reading.facts.language === 'en') return [];
  return [{ component: PLAYBOOK, cause: 'language', effect: 'the answer is in English' }];
}

async function soon({ settled }: EnhancementRun, deadline: Deadline, ms: number): Promise<void> {
  using patience = deadline.child(ms);
  await patience.wait(settled).catch(() => undefined);
}
