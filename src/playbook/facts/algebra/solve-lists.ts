import type { Verdict } from '../derived.js';
import { isThing, stem, unitNamed } from './nouns.js';
import { candidate, inWords, sentenceOf, type Candidate, type Problem } from './problem.js';
import type { Term } from './term.js';
import { isTimeUnit } from './time-units.js';

/** Prices of several things × how many of each are wanted, against a budget where one is stated. */
export function priceLists({ goal, terms }: Problem): Candidate[] {
  const counts = terms.filter(
    ({ isPeople, per, unit }) => isThing(unit) && !isPeople && !per.some((one) => isTimeUnit(one.unit)),
  );
  const money = terms.filter(({ unit }) => unit === 'money');
  const pairs = money.flatMap((price) => {
    const names = namesOf(price);
    const count = counts.find(({ unit }) => names.has(unit));
    return count === undefined || count.value < 1 ? [] : [{ price, count }];
  });
  const isOneEach = new Set(pairs.map(({ count }) => count.at)).size === pairs.length;
  const [first] = pairs;
  if (first === undefined || pairs.length < 2 || !isOneEach || pairs.length < counts.length) return [];
  const [budget, ...others] = money.filter((one) => pairs.every(({ price }) => price !== one));
  if (others.length > 0 || (budget === undefined && !goal.isMoney)) return [];
  if (budget !== undefined && (budget.per.length > 0 || !(goal.isFit || goal.isMoney))) return [];
  // The number of people it is for does not change what the list costs.
  const people = terms.filter(({ isPeople, per }) => isPeople && per.length === 0);
  const used = new Set(
    [...pairs.flatMap(({ price, count }) => [price, count]), ...people, ...(budget === undefined ? [] : [budget])].map(
      ({ at }) => at,
    ),
  );
  return [
    candidate('price-list', used.size + 4, used, (ledger) => {
      const costs = pairs.map(({ count, price }) => ledger.do(count.value, '×', price.value));
      const total = costs.reduce((sum, cost) => ledger.do(sum, '+', cost));
      const flow = { unit: 'money', lead: first.price };
      const parts = pairs.map(
        ({ count, price }, at) => `${count.label} × ${price.label} is ${inWords(costs[at] ?? 0, flow)}`,
      );
      if (budget === undefined)
        return { sentence: sentenceOf([...parts, `together ${inWords(total, flow)}`]), values: { total } };
      const gap = ledger.do(Math.max(total, budget.value), '−', Math.min(total, budget.value));
      const verdict: Verdict = gap === 0 ? 'even' : total <= budget.value ? 'fits' : 'short';
      const rest = verdict === 'short' ? 'too much' : 'to spare';
      parts.push(`together ${inWords(total, flow)} against ${budget.label}: ${inWords(gap, flow)} ${rest}`);
      return { sentence: sentenceOf(parts), values: { total, gap }, verdict };
    }),
  ];
}

/** What a price is of: `Konferenz 1.450 €`, `a licence costs 120`, `890 per course`. */
function namesOf({ after, before, per }: Term): ReadonlySet<string> {
  const near = (before.split(/\d/).at(-1) ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .slice(-5);
  const behind = /^(?:for|per|pro|par|por|fur|pour|para) (?:an? |one |eine?n? |une? |una? )?(\p{L}+)/u.exec(after)?.[1];
  const words = [...near, ...(behind === undefined ? [] : [behind])];
  return new Set([...per.map(({ unit }) => unit), ...words.flatMap((word) => [word, stem(word), unitNamed(word)])]);
}
