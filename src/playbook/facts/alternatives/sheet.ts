import type { Alternative } from '../facts.js';
import type { Figure } from './figures.js';

/** The figures of one alternative, and those that it shares with the others. */
export interface Sheet {
  readonly alternative: Alternative;
  readonly own: readonly Figure[];
  /** Of the text outside the alternatives, and what is said of all in passing: `we have 140,000 a year`. */
  readonly shared: readonly Figure[];
  /** Of the other alternatives. */
  readonly others: readonly Figure[];
}
