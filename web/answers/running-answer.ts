import { batch, computed, signal } from '@preact/signals';

import { api, send } from '../api/client.js';
import type { Answer, Ask, Degradation, DetectedFramework, Enhancement, Problem, TurnPage } from '../api/contract.js';
import { follow, streamOptions, type ServerEvent } from '../api/event-stream.js';
import { ProblemError } from '../api/problem.js';

import { recall, remember } from './remembered.js';

export type RequestClass = Answer['receipt']['class'];

/**
 * How far an answer is: `partial` is an answer of which a later version is awaited; `stopped` and `failed` are the ends
 * without one.
 */
export type Phase = 'sending' | 'running' | 'partial' | 'final' | 'stopped' | 'failed';

/** What was accepted. */
export interface Accepted {
  readonly id: string;
  readonly class: RequestClass;
  readonly deadlineMs: number;
}

/** The preview of one persona's part. */
export interface Draft {
  readonly persona: string | null;
  readonly text: string;
}

/** Pages of turns that are read to find a question. */
const MAX_TURN_PAGES = 10;

/** An answer as it comes about, or as it is found at its address. */
export class RunningAnswer {
  readonly phase = signal<Phase>('sending');
  readonly accepted = signal<Accepted | undefined>(undefined);
  readonly frameworks = signal<readonly DetectedFramework[]>([]);
  readonly personas = signal<readonly { readonly id: string; readonly role: 'lead' | 'support' }[]>([]);
  readonly enhancements = signal<readonly Enhancement[]>([]);
  readonly degradations = signal<readonly Degradation[]>([]);
  readonly drafts = signal<readonly Draft[]>([]);
  /** The newest version. */
  readonly answer = signal<Answer | undefined>(undefined);
  /** The version before, where the newest replaced one on this page. */
  readonly earlier = signal<Answer | undefined>(undefined);
  readonly error = signal<unknown>(undefined);
  /** Attempts to reconnect since the connection was lost; 0 while it is there. */
  readonly attempt = signal(0);
  readonly question = signal<string | undefined>(undefined);
  /** What was asked for, where it was asked in this tab. */
  readonly ask = signal<Ask | undefined>(undefined);
  /** Milliseconds since the epoch; undefined where it was not asked in this tab. */
  readonly askedAt = signal<number | undefined>(undefined);
  readonly isOver = computed(() => ['final', 'stopped', 'failed'].includes(this.phase.value));

  readonly #abort = new AbortController();
  #pieces: { readonly persona: string | null; text: string }[] = [];
  #frame = 0;

  private constructor() {}

  /**
   * Asks.
   *
   * @param onAccepted Called with the id of the answer, as soon as it has one.
   */
  static ask(ask: Ask, onAccepted: (running: RunningAnswer, id: string) => void): RunningAnswer {
    const running = new RunningAnswer();
    running.ask.value = ask;
    running.question.value = ask.question;
    running.askedAt.value = Date.now();
    void running.#run(() => running.#send(ask, onAccepted));
    return running;
  }

  /** Reads the answer with that id, and follows it while it is not final. */
  static open(id: string): RunningAnswer {
    const running = new RunningAnswer();
    const remembered = recall(id);
    running.ask.value = remembered?.ask;
    running.question.value = remembered?.ask.question;
    running.askedAt.value = remembered?.askedAt;
    void running.#run(() => running.#open(id));
    return running;
  }

  /** Ends reading; the service finishes what it has begun. */
  stop(): void {
    this.#abort.abort();
    if (!this.isOver.peek()) this.phase.value = this.answer.peek() === undefined ? 'stopped' : 'final';
    this.#showDrafts();
  }

  async #run(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    batch(() => {
      this.error.value = error;
      this.phase.value = 'failed';
    });
  }

  async #send(ask: Ask, onAccepted: (running: RunningAnswer, id: string) => void): Promise<void> {
    const { signal: aborted } = this.#abort;
    const response = await send('POST', '/v1/answers', ask, streamOptions(aborted));
    const unsubscribe = this.accepted.subscribe((accepted) => {
      if (accepted === undefined) return;
      remember(accepted.id, { ask, askedAt: this.askedAt.peek() ?? Date.now() });
      onAccepted(this, accepted.id);
    });
    try {
      await this.#follow(() => eventsPath(this.accepted.peek()?.id), response);
    } finally {
      unsubscribe();
    }
  }

  async #open(id: string): Promise<void> {
    const { signal: aborted } = this.#abort;
    const present = await api.get<Answer>(`/v1/answers/${id}`, { signal: aborted }).catch((error: unknown) => {
      // It has no version yet while it is being written.
      if (error instanceof ProblemError && error.problem.code === 'ANSWER_NOT_FOUND') return undefined;
      throw error;
    });
    if (present === undefined) return this.#follow(eventsPath(id));
    this.#receive(present);
    await this.#findQuestion(present);
    if (present.receipt.continuation !== null) await this.#follow(eventsPath(id));
  }

  #follow(path: string | (() => string), first?: Response): Promise<void> {
    return follow(
      path,
      {
        signal: this.#abort.signal,
        onEvent: (event) => this.#on(event),
        onConnection: (attempt) => (this.attempt.value = attempt),
        isLast: ({ type, data }) => type === 'answer.final' || (type === 'error' && !isVoid(data)),
      },
      first,
    );
  }

  #on({ type, data }: ServerEvent): void {
    switch (type) {
      case 'accepted':
        batch(() => {
          this.#restart();
          this.accepted.value = data as Accepted;
          if (this.answer.peek() === undefined) this.phase.value = 'running';
        });
        return;
      case 'framework':
        this.frameworks.value = [...this.frameworks.value, data as DetectedFramework];
        return;
      case 'persona':
        this.personas.value = [...this.personas.value, data as { id: string; role: 'lead' | 'support' }];
        return;
      case 'mcp':
        this.enhancements.value = [...this.enhancements.value, data as Enhancement];
        return;
      case 'degraded':
        this.degradations.value = [...this.degradations.value, data as Degradation];
        return;
      case 'answer.delta':
        this.#write(data as Draft);
        return;
      case 'answer.partial':
      case 'answer.final':
        this.#receive(data as Answer);
        return;
      case 'error':
        this.#onError(data);
        return;
      default:
    }
  }

  /** A stream that begins anew tells everything again. */
  #restart(): void {
    this.frameworks.value = [];
    this.personas.value = [];
    this.enhancements.value = [];
    this.degradations.value = [];
    this.#pieces = [];
    this.#showDrafts();
  }

  #receive(answer: Answer): void {
    const before = this.answer.peek();
    batch(() => {
      if (before !== undefined && answer.version > before.version) this.earlier.value = before;
      this.answer.value = answer;
      this.phase.value = answer.receipt.continuation === null ? 'final' : 'partial';
    });
    if (this.question.peek() === undefined) void this.#findQuestion(answer);
  }

  #write({ persona, text }: Draft): void {
    const own = this.#pieces.find((piece) => piece.persona === persona);
    if (own === undefined) this.#pieces.push({ persona, text });
    else own.text += text;
    // Drawn once a frame, however many pieces come.
    this.#frame ||= requestAnimationFrame(() => this.#showDrafts());
  }

  #showDrafts(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.drafts.value = this.#pieces.map((piece) => ({ ...piece }));
  }

  #onError(data: unknown): void {
    if (isVoid(data)) {
      this.#pieces = this.#pieces.filter(({ persona }) => persona !== data.persona);
      this.#showDrafts();
      return;
    }
    // Without a later version the one that is there stands.
    if (this.answer.peek() !== undefined) this.phase.value = 'final';
    else this.#fail(new ProblemError(asProblem(data)));
  }

  async #findQuestion({ id, conversationId }: Answer): Promise<void> {
    if (this.question.peek() !== undefined) return;
    const { signal: aborted } = this.#abort;
    let cursor: string | null = null;
    for (let page = 0; page < MAX_TURN_PAGES; page++) {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const turns: TurnPage = await api.get(`/v1/conversations/${conversationId}/turns?limit=100${query}`, {
        signal: aborted,
      });
      const turn = turns.items.find(({ answerId }) => answerId === id);
      if (turn !== undefined) {
        batch(() => {
          this.question.value = turn.question;
          this.askedAt.value ??= turn.at;
        });
        return;
      }
      cursor = turns.nextCursor;
      if (cursor === null) return;
    }
  }
}

function eventsPath(id: string | undefined): string {
  if (id === undefined) throw new TypeError('a question that was not accepted cannot be followed');
  return `/v1/answers/${id}/events`;
}

/** An `error` that takes back a preview, and ends nothing. */
function isVoid(data: unknown): data is { readonly persona: string | null } {
  return typeof data === 'object' && data !== null && 'persona' in data;
}

function asProblem(data: unknown): Problem {
  const known = typeof data === 'object' && data !== null ? (data as Partial<Problem> & { effect?: string }) : {};
  return {
    type: 'about:blank',
    title: 'No answer came',
    status: 500,
    detail: known.effect ?? 'The answer ended early.',
    code: 'ANSWER_ENDED',
    requestId: '',
    ...known,
  };
}
