import {
  CancelledError,
  DeadlineExceededError,
  type Deadline,
  type Degradation,
  type DegradationCause,
  type ModelAllowance,
} from '../core/index.js';
import type { Persona } from '../personas/index.js';
import type { AuthoredParts, Brief, BriefRequest } from '../playbook/index.js';
import { BulkheadRejectedError } from '../resilience/index.js';

import type { ManagerGroup } from './balancing/manager-group.js';
import type { Writing } from './balancing/persona-manager.js';
import {
  ModelBusyError,
  ModelQuotaExceededError,
  ModelReplyInvalidError,
  ModelUnavailableError,
} from './clients/model.errors.js';
import { briefPrompt, contributionPrompt } from './prompt.js';
import { BriefPreview, readBrief, readContribution } from './reply-parser.js';

/** Share of the remaining time for supporting personas; the rest is for the lead, which integrates them. */
const SUPPORT_SHARE = 0.5;

/** Observes a draft while it is written. */
export interface DraftListener {
  /** The next piece of the lead's text. */
  text(persona: string, piece: string): void;
  /** The pieces so far are void. */
  void(persona: string, cause: DegradationCause): void;
}

/** Input of the models: the request with its findings, and the playbook's draft. */
export interface DraftBasis {
  readonly request: BriefRequest;
  readonly draft: Brief;
}

/** The models' contribution to an answer. */
export interface DraftResult {
  readonly parts: AuthoredParts;
  /** Supporting personas that are not done; an answer with these parts leaves them out. */
  readonly absent: readonly Persona[];
  /** Manager and backend by persona. */
  readonly writings: ReadonlyMap<string, Pick<Writing, 'manager' | 'backend'>>;
  readonly degradations: readonly Degradation[];
}

/** The model calls of one answer. Readable at any time: a part that is not done counts as late. */
export class Drafting {
  readonly #written = new Map<string, Writing>();
  readonly #losses = new Map<string, DegradationCause>();
  readonly #support = new Map<string, string>();
  #lead: AuthoredParts['lead'];
  #isPending = true;
  /** Fulfills when every call has ended; never rejects. */
  readonly settled: Promise<void>;

  /**
   * @param groupOf   The managers of a persona; undefined for one without a model.
   * @param ready     Resolves when the calls may start.
   * @param allowance Undefined without a quota.
   */
  constructor(
    private readonly request: BriefRequest,
    private readonly groupOf: (persona: string) => ManagerGroup | undefined,
    ready: () => Promise<DraftBasis>,
    private readonly deadline: Deadline,
    private readonly listener: DraftListener,
    private readonly allowance?: ModelAllowance,
  ) {
    this.settled = this.#run(ready);
  }

  get isPending(): boolean {
    return this.#isPending;
  }

  /** The parts so far; the playbook writes the others. */
  get result(): DraftResult {
    const { lead, support } = this.request;
    const isIntegrated = this.#lead !== undefined;
    const late = support.filter(({ id }) => this.groupOf(id) !== undefined && !this.#support.has(id));
    const isLeadLost = this.groupOf(lead.id) !== undefined && !isIntegrated;
    const degradations = isLeadLost
      ? [this.#loss(lead, 'the playbook wrote this answer')]
      : late.map((persona) =>
          this.#loss(persona, isIntegrated ? `${persona.name} is left out` : `the playbook wrote for ${persona.name}`),
        );
    return {
      parts: { support: this.#support, ...(this.#lead === undefined ? {} : { lead: this.#lead }) },
      absent: isIntegrated ? late : [],
      writings: this.#written,
      degradations,
    };
  }

  async #run(ready: () => Promise<DraftBasis>): Promise<void> {
    try {
      await this.#write(await ready());
    } catch {
      // The playbook writes the answer.
    } finally {
      this.#isPending = false;
    }
  }

  async #write({ request, draft }: DraftBasis): Promise<void> {
    const { lead, support } = request;
    using supportDeadline = this.deadline.child(this.deadline.remainingMs * SUPPORT_SHARE);
    await Promise.all(
      support.map(async (persona) => {
        const group = this.groupOf(persona.id);
        if (group === undefined) return;
        await this.#attempt(persona, async () => {
          const prompt = contributionPrompt(request, persona, draft.markdown);
          const writing = await this.#charged(() => group.write(prompt, supportDeadline, SILENT));
          this.#support.set(persona.id, readContribution(writing.text));
          return writing;
        });
      }),
    );
    const group = this.groupOf(lead.id);
    if (group === undefined) return;
    const contributions = support.flatMap((persona) => {
      const own = draft.support.find(({ persona: id }) => id === persona.id)?.text;
      const text = this.#support.get(persona.id) ?? (this.groupOf(persona.id) === undefined ? own : undefined);
      return text === undefined ? [] : [{ persona, text }];
    });
    await this.#attempt(lead, async () => {
      const prompt = briefPrompt(request, draft, contributions);
      const preview = new BriefPreview();
      const writing = await this.#charged(() =>
        group.write(prompt, this.deadline, {
          text: (piece) => {
            const shown = preview.next(piece);
            if (shown !== '') this.listener.text(lead.id, shown);
          },
          restart: () => {
            preview.restart();
            this.listener.void(lead.id, 'failed');
          },
        }),
      );
      this.#lead = readBrief(writing.text);
      return writing;
    });
  }

  async #attempt(persona: Persona, write: () => Promise<Writing>): Promise<void> {
    try {
      this.#written.set(persona.id, await write());
    } catch (error) {
      const cause = causeOf(error);
      this.#losses.set(persona.id, cause);
      this.listener.void(persona.id, cause);
    }
  }

  /** @throws {ModelQuotaExceededError} `MODEL_QUOTA_EXCEEDED`, if the caller has none left. */
  async #charged(write: () => Promise<Writing>): Promise<Writing> {
    if (await this.allowance?.areSpent()) throw new ModelQuotaExceededError();
    const writing = await write();
    this.allowance?.spend(writing.tokens);
    return writing;
  }

  #loss(persona: Persona, effect: string): Degradation {
    const backend = this.groupOf(persona.id)?.backend ?? '';
    return { component: `model:${backend}`, cause: this.#losses.get(persona.id) ?? 'deadline', effect };
  }
}

const SILENT = { text: () => undefined, restart: () => undefined };

function causeOf(error: unknown): DegradationCause {
  if (error instanceof DeadlineExceededError || error instanceof CancelledError) return 'deadline';
  if (error instanceof BulkheadRejectedError || error instanceof ModelQuotaExceededError) return 'shed';
  if (error instanceof ModelBusyError) return 'overload';
  if (error instanceof ModelUnavailableError) return 'circuit_open';
  if (error instanceof ModelReplyInvalidError) return 'invalid_response';
  return 'failed';
}
