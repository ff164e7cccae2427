import type { Answer, Ask, Plan } from '../answers/index.js';

/** What happens while an answer is written. */
export interface AnswerListener {
  /** A piece of the answer: a preview, until the answer is there. */
  readonly onText?: (text: string) => void;
  readonly onEvent?: (event: { readonly event: string; readonly data: unknown }) => void;
}

/** What answers questions: this process, or a running service. */
export interface Answerer extends AsyncDisposable {
  /** @throws {AppError} for the reasons of REST. */
  ask(message: Ask, listener?: AnswerListener): Promise<Answer>;
  plan(message: Ask): Promise<Plan>;
}
