import { solve } from './algebra/solve.js';
import { capacity, sharedHours, span } from './derive-capacity.js';
import { againstPlan, availability, change, partOfWhole, perPersonChange } from './derive-changes.js';
import { byLastMethod, byMethod } from './derive-methods.js';
import { runway, shareOfTotal, unitCost } from './derive-money.js';
import { pace } from './derive-pace.js';
import { breakEven, contractors, payback, product } from './derive-prices.js';
import { recurringWork, workload } from './derive-work.js';
import { optionTotals, tableRatios } from './derive-tables.js';
import { deriveByUnits } from './derive-units.js';
import type { Derivation, Derived, Query } from './derived.js';
import { eliminate } from './eliminate.js';
import type { Facts } from './facts.js';
import { lex, type Lexeme } from './lexed-text.js';
import { plain } from './number-words.js';
import { sound } from './sound.js';

const MAX_DERIVED = 3;
const MAX_LENGTH = 8_000;

const DERIVATIONS: readonly Derivation[] = [
  capacity,
  runway,
  contractors,
  optionTotals,
  tableRatios,
  dateSlack,
  pace,
  availability,
  shareOfTotal,

  span,
  breakEven,

  payback,
  sharedHours,
  recurringWork,

  perPersonChange,
  alternativeCosts,
  product,
  partOfWhole,
  againstPlan,
  change,

  unitCost,

  workload,
];

/** Kinds that only fill in where nothing stronger says the same. */
const WEAK = 5;

/**
 * The numbers that follow from those in the text, the decisive first, at most three.
 *
 * Every number of a sentence stands in the text or in the arithmetic beside it.
 */
export function derive(facts: Facts, text: string): Derived[] {
  const read = text.slice(0, MAX_LENGTH);
  if (!hasNumbers(facts, read)) return [];
  const lower = plain(read);
  const query: Query = { facts, text: read, lower, ask: askOf(lower) };
  const whole = byMethod(query);
  if (whole !== undefined) return [whole];
  const found = byShapeOrUnits(query);
  const last = found.some(({ weight }) => weight >= WEAK) ? undefined : byLastMethod(query);
  return last === undefined ? found : [last];
}

function byShapeOrUnits(query: Query): Derived[] {
  const known = sound(byShape(query), query);
  const solution = solve(query);
  if (solution === undefined || (known.length > 0 && !solution.isAsked)) return known;
  const [first] = known;
  const covered = Math.max(0, ...known.filter(({ weight }) => weight >= WEAK).map((one) => solution.coverage(one)));
  const isBetter =
    solution.used > covered || (solution.used === covered && covered > 2 && (first?.weight ?? 0) < STRONG);
  return isBetter ? [solution.derived] : known;
}
/** A shape that is recognised for certain. */
const STRONG = 9;

/**
 * Whether there is anything to work with. Most texts have no number, and of those that only say “three teams” and “two
 * directors” nothing follows unless they ask how many.
 */
function hasNumbers(
  { counts, dates, durations, factors, language, money, percents, tables }: Facts,
  text: string,
): boolean {
  if ([dates, durations, factors, money, percents, tables].some(({ length }) => length > 0)) return true;
  const numbers = lex(text, language).filter(({ kind, lower }) => NUMERIC.has(kind) || /\d/.test(lower));
  const isSpelt = numbers.every(({ text: written }) => !/\d/.test(written));
  if (isSpelt && numbers.length < MIN_SPELT && !ASKS_AMOUNT.test(plain(text))) return false;
  return numbers.length > 0 || counts.length > 0;
}
const MIN_SPELT = 3;
const ASKS_AMOUNT =
  /\b(?:how (?:many|much|long|often|big|large)|what share|per (?:person|head)|combien|cuant[oa]s?|wie ?(?:viele?|lange|oft|gross))\b/;
const NUMERIC: ReadonlySet<Lexeme['kind']> = new Set(['number', 'ordinal', 'iso']);

function byShape(query: Query): Derived[] {
  const found = DERIVATIONS.flatMap((derivation) => {
    const one = derivation(query);
    return one === undefined || !Object.values(one.values).every((value) => Number.isFinite(value)) ? [] : [one];
  });
  const byUnits = deriveByUnits(query);
  // Units that belong together say more than words that stand near each other.
  const strongestUnit = Math.max(0, ...byUnits.map((one) => one.weight));
  const isSettled =
    strongestUnit >= 10 || (strongestUnit > 0 && found.every((one) => one.weight < strongestUnit && one.weight < 9));
  const all = isSettled
    ? [...found.filter((one) => one.weight >= 9 && !LOOSE.has(one.kind)), ...byUnits]
    : [...found, ...byUnits];
  const kinds = new Set(all.map((one) => one.kind));
  const own = all.filter(
    (one) => !Object.entries(COVERS).some(([kind, covered]) => kinds.has(kind) && covered.includes(one.kind)),
  );
  const ranked = own.toSorted((a, b) => b.weight - a.weight);
  const strongest = ranked[0]?.weight ?? 0;
  return ranked
    .filter((one) => strongest <= WEAK || one.weight >= WEAK || one.weight >= strongest - 3)
    .slice(0, MAX_DERIVED);
}

/** Kinds that read words, not units. */
const LOOSE: ReadonlySet<string> = new Set([
  'pace',
  'share',
  'table-ratio',
  'availability',
  'unit-cost',
  'product',
  'shared-hours',
]);

/** What the stronger kind has said already. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  runway: ['payback', 'product', 'unit-cost', 'difference', 'request', 'change'],
  contractors: ['product', 'unit-cost', 'difference', 'payback', 'request'],
  capacity: ['request', 'part', 'workload', 'needed-pace', 'recurring'],
  'shared-hours': ['recurring', 'unit-cost'],
  'option-totals': [
    'difference',
    'payback',
    'product',
    'alternative-costs',
    'date-slack',
    'unit-cost',
    'needed-pace',
    'change',
  ],
  'alternative-costs': ['difference', 'product', 'unit-cost', 'request', 'workload'],
  pace: ['part', 'needed-pace', 'workload', 'plan-actual'],
  share: ['wasted-time', 'unit-cost', 'part', 'product', 'difference', 'time-in-money'],
  workload: ['part'],
  span: ['part', 'workload', 'change'],
  change: ['difference'],
  'plan-actual': ['difference', 'change'],
  product: ['difference'],
  'price-factor': ['needed-pace', 'difference'],
  'time-in-money': ['product', 'unit-cost', 'shared-hours'],
  'per-person': ['change', 'workload'],
  availability: ['change', 'shared-hours', 'plan-actual'],
  'break-even': ['difference', 'unit-cost', 'product'],
};

function askOf(lower: string): string {
  const sentences = lower.split(/(?<=[.?!])\s+|\n/).filter((one) => one.trim() !== '');
  return sentences.findLast((one) => one.endsWith('?')) ?? sentences.at(-1) ?? '';
}

/** What the date says about each of the asker's alternatives. */
function dateSlack(query: Query): Derived | undefined {
  const dated = eliminate(query.facts.alternatives, query.facts).filter((one) => one.slackWeeks !== undefined);
  if (dated.length === 0) return undefined;
  const inTime = dated.filter((one) => one.verdict !== 'late');
  const only = inTime.length === 1 && dated.length > 1 ? inTime[0]?.alternative : undefined;
  return {
    kind: 'date-slack',
    sentence: dated.map((one) => one.sentence).join(' '),
    arithmetic: dated.map((one) => one.arithmetic).join('; '),
    values: Object.fromEntries(dated.map((one, at) => [one.alternative.label ?? String(at + 1), one.slackWeeks ?? 0])),
    verdict: inTime.length === 0 ? 'late' : 'fits',
    ...(only === undefined ? {} : { decides: only.label ?? only.text }),
    weight: 9,
  };
}

/** What each of the asker's alternatives costs. */
function alternativeCosts(query: Query): Derived | undefined {
  const costed = eliminate(query.facts.alternatives, query.facts).filter((one) => one.cost !== undefined);
  const cheapest = costed.find((one) => one.verdict === 'cheapest');
  if (
    costed.length === 0 ||
    (costed.length > 1 && cheapest === undefined) ||
    costed.every((one) => one.arithmetic === '')
  )
    return undefined;
  return {
    kind: 'alternative-costs',
    sentence: costed.map((one) => one.sentence).join(' '),
    arithmetic: costed
      .map((one) => one.arithmetic)
      .filter((one) => one !== '')
      .join('; '),
    values: Object.fromEntries(costed.map((one, at) => [one.alternative.label ?? String(at + 1), one.cost ?? 0])),
    ...(cheapest === undefined || cheapest.sentence.endsWith('the lower.')
      ? {}
      : { decides: cheapest.alternative.label ?? cheapest.alternative.text, verdict: 'cheapest' as const }),
    weight: 9,
  };
}
