import type { Alternative } from '../facts.js';
import type { Fit } from './fit.js';
import type { Stakes } from './stakes.js';

/** What follows for one alternative from the asker's numbers. */
export interface Finding {
  readonly alternative: Alternative;
  /** In words, with their arithmetic; without the name. */
  readonly follows: readonly string[];
  /** It misses the date, the budget or the sum that is needed. */
  readonly isOut: boolean;
  /** The one that the numbers speak for, and in what. */
  readonly leads?: 'price' | 'time' | 'sum' | 'pay' | 'cheaper';
  /** What the words say of it beside the numbers. */
  readonly stakes?: Stakes;
}

export interface Weighing {
  readonly findings: readonly Finding[];
  /** What follows for several of them: equal totals, sums that reach the target, risks. */
  readonly overall: readonly string[];
  /** Alternatives that reach the sum only together. */
  readonly together: readonly Alternative[];
  /** They are what could be given up. */
  readonly areCuts: boolean;
  /** What hurts, in clauses of the asker outside the alternatives. */
  readonly troubles: readonly string[];
  /** Which of several people the job speaks for. */
  readonly fit?: Fit;
  readonly arithmetic: string;
}

/** A finding while it is put together. */
export interface Draft {
  readonly alternative: Alternative;
  follows: string[];
  isOut: boolean;
  leads?: Finding['leads'] & string;
}
