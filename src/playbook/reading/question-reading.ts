import type { Facts, NamedFacts } from '../facts/index.js';
import type { SensitiveMatch } from '../sensitive/index.js';
import type { CaseScore } from './case-model.js';
import type { FollowUp } from './conversation/follow-up.js';
import type { Form } from './form.js';
import type { Words } from '../question/phrases.js';

/** How a question was understood, before it is routed and answered. */
export interface QuestionReading {
  /** `sensitive` overrides everything else; `off-topic` is declined. */
  readonly lane: 'advice' | 'sensitive' | 'off-topic';
  readonly sensitive: SensitiveMatch | undefined;
  /** A sensitive situation that may stand behind an ordinary question, too unlikely to be answered as one. */
  readonly hinted: string | undefined;
  readonly form: Form;
  /** What the message asks of the answer before. */
  readonly followUp: FollowUp | undefined;
  /** The likeliest situations, best first; at most three. */
  readonly cases: readonly CaseScore[];
  /** What a reply speaks of besides the matter itself, e.g. an offer of another firm; id of a situation. */
  readonly aside: string | undefined;
  /** Whether it is this reply that made an unclear matter clear. */
  readonly isCleared: boolean;
  /** Whether the likeliest one is likely enough to advise on. */
  readonly isSure: boolean;
  /** The message that brought up the situation, with facts as they were corrected since. */
  readonly focus: string;
  /** The form that this message wanted. */
  readonly focusForm: Form;
  /** Wishes about the text that it asked for, oldest first. */
  readonly wishes: readonly string[];
  /** Everything said before about the matter. */
  readonly before: string;
  /** Everything said about the matter. */
  readonly text: string;
  readonly words: Words;
  readonly facts: Facts;
  readonly named: NamedFacts;
  /** Ids of the frameworks or concepts to explain; several where they are to be told apart. */
  readonly concepts: readonly string[];
  /** Whether the message itself names them, and not one before it. */
  readonly namesConcept: boolean;
}
