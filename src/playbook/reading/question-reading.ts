import type { Facts, NamedFacts } from '../facts/index.js';
import type { SensitiveMatch } from '../sensitive/index.js';
import type { CaseScore } from './case-model.js';
import type { FollowUp } from './follow-up.js';
import type { Form } from './form.js';
import type { Words } from '../question/phrases.js';

/** How a question was understood, before it is routed and answered. */
export interface QuestionReading {
  /** `sensitive` overrides everything else; `off-topic` is declined. */
  readonly lane: 'advice' | 'sensitive' | 'off-topic';
  readonly sensitive: SensitiveMatch | undefined;
  readonly form: Form;
  /** What the message asks of the answer before. */
  readonly followUp: FollowUp | undefined;
  /** The likeliest situations, best first; at most three. */
  readonly cases: readonly CaseScore[];
  /** Whether the likeliest one is likely enough to advise on. */
  readonly isSure: boolean;
  /** The message that brought up the situation. */
  readonly focus: string;
  /** Everything said about the matter. */
  readonly text: string;
  readonly words: Words;
  readonly facts: Facts;
  readonly named: NamedFacts;
  /** Ids of the frameworks or concepts to explain; several where they are to be told apart. */
  readonly concepts: readonly string[];
}
