import type { Derived, Query } from './derived.js';
import { isAside, isOnlyPrice, STOCK } from './algebra/aside.js';
import { search } from './algebra/solve.js';
import type { Term } from './algebra/term.js';
import { isTimeUnit } from './algebra/time-units.js';

/** Kinds whose sentence states what it is of, whatever else the text says. */
const WHOLE: ReadonlySet<string> = new Set([
  'option-totals',
  'table-ratio',
  'alternative-costs',
  'date-slack',
  'capacity',
]);
/** Least share of the text's numbers that such a kind uses. */
const MIN_SHAPE = 0.66;
/** Work in hours, which a single price of another kind does not change. */
const WORK: ReadonlySet<string> = new Set(['recurring', 'shared-hours', 'wasted-time', 'total']);
/** Kinds that stay right when a number of the story stands apart; all others use every one. */
const LENIENT: ReadonlySet<string> = new Set([
  'meeting-cost',
  'listed-mean',
  'unused-seats',
  'downtime',
  'team-capacity',
  'pace',
  'part',
  'availability',
  'plan-actual',
  'failures',
  'listed-sum',
  'share',
]);
/** Removes what leaves out a number that belongs to it: a cost, a share, what flows in. */
export function sound(derived: readonly Derived[], query: Query): Derived[] {
  if (derived.length === 0) return [];
  const { terms } = search(query);
  return derived.filter((one) => isSound(one, terms, query));
}

function isSound(one: Derived, terms: readonly Term[], { lower }: Query): boolean {
  // Without a length of a sprint nothing turns it into weeks.
  if (/\bsprints?\b/.test(lower) && /\bweeks?\b/.test(one.sentence)) return false;
  if (WHOLE.has(one.kind)) return true;
  // Dates that the figure falls on are none of the text's numbers.
  const used = numbersIn(`${one.arithmetic} ${one.sentence.replace(/to about \d+ \w+|at \d days/g, '')}`);
  const material = terms.filter((term) => !isAside(term));
  const unused = material.filter((term) => !isUsed(term, used));
  if (WORK.has(one.kind) && isOnlyPrice(unused, material)) return true;
  if (unused.some(({ unit }) => unit === 'money' || unit === '%')) return false;
  if (unused.length > 0 && !LENIENT.has(one.kind)) return false;
  if (unused.some(({ isPeople, value }) => isPeople && value > 1) && EACH.test(lower)) return false;
  // A count is no percentage.
  if (
    one.kind === 'plan-actual' &&
    material.some(({ unit, value }) => unit !== '%' && one.sentence.includes(`${value}%`))
  )
    return false;
  // From milliseconds to seconds is up.
  if (one.kind === 'change' && /\dms\b|\d ms\b/.test(lower) && /\d ?s\b/.test(lower)) return false;
  // What comes in a day is no stock that is worked off.
  if (one.kind === 'rollout' && material.filter(isDaily).length > 1) return false;
  // A stock that is sold lasts so long: longer is better.
  if (one.kind === 'pace' && STOCK.test(lower)) return false;
  // A deadline that is not compared with.
  if (one.kind === 'rollout' && material.some(({ unit, value }) => unit === 'day' && value > 7)) return false;
  if (isOfTwoPeriods(material) && !CONVERTED.test(`${one.arithmetic} ${one.sentence}`)) return false;
  // A pace is of the things that stand in it; people and times may stand apart.
  if (one.kind === 'pace' && unused.some(({ isPeople, unit }) => !isPeople && !isTimeUnit(unit))) return false;
  return material.length - unused.length >= MIN_SHAPE * material.length;
}

/** Of people who do it each, all count. */
const EACH = /\b(?:each|apiece|cada un[oa]|jede[rs]?|je|chacune?)\b/;
const isDaily = ({ per, unit }: Term): boolean => !isTimeUnit(unit) && per.some((one) => one.unit === 'day');

/** Amounts of a month beside amounts of a year. */
function isOfTwoPeriods(terms: readonly Term[]): boolean {
  const periods = terms
    .filter(({ unit }) => unit !== '%' && !isTimeUnit(unit))
    .flatMap(({ per }) => per.map(({ unit }) => unit).filter((unit) => /^(?:month|quarter|year)$/.test(unit)));
  return new Set(periods).size > 1;
}
const CONVERTED = /[×/] (?:12|4|3|2)\b|× \d+ (?:months|quarters)|in \d+ months/;

function isUsed({ value, unit, label }: Term, used: ReadonlySet<number>): boolean {
  const all = [...used];
  if (unit !== '%' && used.has(value)) return true;
  if (isTimeUnit(unit) && [60, 1 / 60].some((factor) => all.some((one) => Math.abs(one - value * factor) < 0.06)))
    return true;
  if (unit === '%' && all.some((one) => [value, 100 - value, 100 + value].some((like) => Math.abs(like - one) < 0.06)))
    return true;
  if (unit === '%') return false;
  return [...numbersIn(label)].some((one) => used.has(one));
}

/** Numbers of a text; `41k` as it stands and in full. */
function numbersIn(text: string): Set<number> {
  return new Set(
    [...text.matchAll(/(\d[\d,]*(?:\.\d+)?)(k|M)?/g)].flatMap(([, digits = '', scale]) => {
      const value = Number(digits.replaceAll(',', ''));
      return scale === undefined ? [value] : [value, value * (scale === 'k' ? 1e3 : 1e6)];
    }),
  );
}
