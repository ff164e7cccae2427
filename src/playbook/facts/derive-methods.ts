import { commitment } from './derive-commitment.js';
import { costList } from './derive-cost-list.js';
import { credit } from './derive-credit.js';
import { deflection } from './derive-deflection.js';
import { errorBudget } from './derive-error-budget.js';
import { flatOrEach } from './derive-flat-or-each.js';
import { funnel } from './derive-funnel.js';
import { growingRunway } from './derive-growing-runway.js';
import { hireOrRent } from './derive-hire-or-rent.js';
import { moving } from './derive-moving.js';
import { ownRate } from './derive-own-rate.js';
import { remaining } from './derive-remaining.js';
import { retainer } from './derive-retainer.js';
import { retention } from './derive-retention.js';
import { shorterRunway } from './derive-shorter-runway.js';
import { waiting } from './derive-waiting.js';
import type { Derivation, Derived, Query } from './derived.js';

/** Each asks for figures in named roles, and is silent when one of them is unsure. */
const METHODS: readonly Derivation[] = [
  hireOrRent,
  credit,
  errorBudget,
  commitment,
  retainer,
  funnel,
  waiting,
  deflection,
  growingRunway,
  shorterRunway,
];
/** For what no units explain: their roles are in fewer words. */
const LAST: readonly Derivation[] = [costList, flatOrEach, moving, retention, remaining, ownRate];

/** What a known method of reckoning makes of the text, where all its parts are there. */
export const byMethod = (query: Query): Derived | undefined => firstOf(METHODS, query);
/** The same, where nothing else was found. */
export const byLastMethod = (query: Query): Derived | undefined => firstOf(LAST, query);

function firstOf(methods: readonly Derivation[], query: Query): Derived | undefined {
  for (const method of methods) {
    const found = method(query);
    if (found !== undefined && Object.values(found.values).every((value) => Number.isFinite(value))) return found;
  }
  return undefined;
}
