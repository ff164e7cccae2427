import type { McpServerConfig } from '../../config/index.js';
import { stemsOf } from '../../text/index.js';

import type { QuestionSigns } from './enhancement.js';

/** No persona or no signal means all of them. */
export type SignalsOptions = McpServerConfig['signals'] & { readonly personas: readonly string[] };

/** Decides whether a question calls for a server. */
export class Signals {
  readonly #stems: ReadonlySet<string>;

  constructor(private readonly options: SignalsOptions) {
    this.#stems = new Set(options.words.flatMap(stemsOf));
  }

  /** The persona must be one it serves, and the question must show one of the signals, if there are any. */
  callFor({ question, frameworks, persona }: QuestionSigns): boolean {
    const { personas, frameworks: wanted } = this.options;
    if (personas.length > 0 && !personas.includes(persona)) return false;
    if (wanted.length === 0 && this.#stems.size === 0) return true;
    if (frameworks.some((id) => wanted.includes(id))) return true;
    return this.#stems.size > 0 && stemsOf(question).some((term) => this.#stems.has(term));
  }
}
