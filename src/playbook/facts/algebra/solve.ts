import type { Derived, Query } from '../derived.js';
import { parts } from './solve-parts.js';
import { totals } from './solve-totals.js';
import { comparisons } from './solve-compare.js';
import { durations } from './solve-time.js';
import { flowsOf } from './flow-search.js';
import { figure } from '../ledger.js';
import { draftsIn } from './read-terms.js';
import { termsOf } from './relate.js';
import { goalOf } from './roles.js';
import type { Candidate, Problem } from './problem.js';
import { isAside, isOnlyPrice, STOCK } from './aside.js';
import { withWindows } from './clock.js';
import { priceLists } from './solve-lists.js';
import { salaries } from './solve-pay.js';
import type { Term } from './term.js';

const WORKING =
  /\b(?:working|ouvr\w+|laborables?|arbeitstage?n?|productive|shifts?|engineers?|people|team|agents?|desk|office|employees|leute|personas|personnes|tecnicos|techniker)\b/;
const AROUND_THE_CLOCK = /\b(?:around the clock|24\/7|rund um die uhr|24 hours|24h|calendar|every day of)\b/;

/** The figure that uses most of the asker's numbers with units that agree, for what was asked. */
export function solve(query: Query): Solution | undefined {
  const { candidates, terms } = search(query);
  const material = terms.filter((term) => !isAside(term));
  // A number that is left out makes another question of it.
  if (ONE_OF_THEM.test(query.lower)) return undefined;
  const best = candidates.find(({ isTime, used }) => {
    // The same figure once more is the same quantity.
    const isUsed = (one: Term): boolean =>
      used.has(one.at) || terms.some(({ at, unit, value }) => used.has(at) && unit === one.unit && value === one.value);
    const unused = material.filter((one) => !isUsed(one));
    return unused.length === 0 || (isTime && isOnlyPrice(unused, material));
  });
  if (best === undefined || best.score < Math.max(MIN_SCORE, (candidates[0]?.score ?? 0) - MAX_WORSE)) return undefined;
  const derived = best.derive();
  if (best.kind === 'time-to' && derived.verdict !== undefined && STOCK.test(query.lower)) return undefined;
  return {
    derived: inTheirWords(derived, query),
    isAsked: best.score >= MIN_ASKED,
    used: best.used.size,
    coverage: ({ arithmetic, sentence }) => covered(terms, `${arithmetic} ${sentence}`),
  };
}
const MIN_SCORE = 0.5;
/** What holds for one of several is not for all of them; how often in words is not multiplied. */
const ONE_OF_THEM =
  /\b(?:mov|migrat|clos|replac|outsourc|renew)\w* one\b|\b(?:twice|every other|zweimal|dreimal|deux fois|dos veces)\b/;

/** Windows as the text has them; a sprint is no week. */
function inTheirWords(derived: Derived, { lower, text }: Query): Derived {
  let { arithmetic, sentence } = derived;
  for (const { hours, label } of withWindows(text).windows) {
    const said = new RegExp(`(?<![\\d.,])${figure(hours)} h(?:ours?)?\\b`);
    if (!said.test(sentence)) continue;
    sentence = sentence.replace(said, `the ${figure(hours)} hours (${label})`);
    arithmetic += `; ${label} = ${figure(hours)} hours`;
  }
  if (/\bsprints?\b/.test(lower) && !/\bweek|woche|seman|semaine/.test(lower))
    sentence = sentence.replaceAll(/\bweek(?=s?\b)/g, 'sprint');
  return { ...derived, arithmetic, sentence };
}

/** How much worse than the best one that leaves numbers out. */
const MAX_WORSE = 2;
/** Of a result that is of the kind that the question asks for. */
const MIN_ASKED = 2.5;

/** How many of the asker's numbers stand in a text. */
function covered(terms: readonly Term[], text: string): number {
  const numbers = new Set([...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([one]) => Number(one.replaceAll(',', ''))));
  return terms.filter(
    (term) =>
      numbers.has(term.value) ||
      [...term.label.matchAll(/\d[\d,]*(?:\.\d+)?/g)].some(([one]) => numbers.has(Number(one.replaceAll(',', '')))),
  ).length;
}

export interface Solution {
  readonly derived: Derived;
  /** It is of the kind that the question asks for. */
  readonly isAsked: boolean;
  /** How many of the asker's numbers it uses. */
  readonly used: number;
  /** How many of them another figure uses. */
  coverage(other: Derived): number;
}

export function search(query: Query): { candidates: Candidate[]; terms: readonly Term[] } {
  const drafts = draftsIn(query.text, query.facts.language);
  if (drafts.length < 2 || LONG_QUOTE.test(query.text)) return { candidates: [], terms: [] };
  const terms = termsOf(drafts);
  const isSize = terms.some(({ unit }) => unit === 'GB' || unit === 'kWh');
  const isWork = WORKING.test(query.lower) && !AROUND_THE_CLOCK.test(query.lower) && !isSize;
  const flows = flowsOf(terms, isWork);
  const problem: Problem = {
    terms,
    flows,
    isWork,
    goal: goalOf(query.ask, query.lower),
    lower: query.lower,
    ask: query.ask,
  };
  const candidates = [
    ...durations(problem),
    ...comparisons(problem),
    ...totals(problem),
    ...parts(problem),
    ...priceLists(problem),
    ...salaries(problem),
  ].toSorted((a, b) => b.score - a.score);
  return { candidates, terms };
}
/** What is quoted was computed by others. */
const LONG_QUOTE = /(?:^|\s)['"«“][^'"»”]{80}/;
