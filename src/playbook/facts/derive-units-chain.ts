import { figure, Ledger } from './ledger.js';
import { singular, type Quantity } from './quantities.js';
import { isThing, isTime, lead, made, money, TIMES, type UnitDerivation } from './unit-query.js';

/** How many of the second period are in the first; working days in a week and a month. */
const IN: Readonly<Record<string, number>> = {
  'hour minute': 60,
  'week day': 5,
  'month day': 20,
  'month week': 4.35,
  'quarter week': 13,
  'quarter month': 3,
  'year month': 12,
  'year week': 52,
  'year quarter': 4,
  'year day': 220,
};
const LIMIT =
  /\b(?:budget|cap|limit|max\w*|have|i've|we've|got|ceiling|approved|allowed|only|quota|available|presupuesto|enveloppe|haben|tengo|j'ai|contingent)\b/;
const ASKS =
  /\?|budget|\b(?:how (?:much|many|long)|cost|enough|fit|worth|cheaper|what (?:is|does|do) (?:it|that|this|we)|cuanto|combien|wie (?:viel|viele|lange)|reicht)\b/;
const MAX_STEPS = 4;
const MAX_TRIED = 3_000;

interface Factor {
  readonly quantity: Quantity;
  readonly per: readonly string[];
}
interface Chain {
  readonly used: readonly Factor[];
  readonly per: readonly string[];
  readonly steps: readonly (readonly [value: number, name: string])[];
}

/** A product whose units cancel: so many of a thing for another, times the other. */
export const unitChain: UnitDerivation = ({ quantities, lower }) => {
  if (!ASKS.test(lower)) return undefined;
  const factors = quantities.flatMap((one, at): Factor[] => {
    if (one.value <= 0 || one.unit === '%' || (one.unit === '' && one.per.length === 0)) return [];
    const owner = quantities[at - 1];
    const isEach =
      owner !== undefined &&
      isThing(owner) &&
      owner.value > 1 &&
      one.start - owner.end < 24 &&
      (one.per.includes('each') || (one.start - owner.end < 8 && /^(?:at|a|zu|je|for)$/.test(lead(one, 1))));
    const per = one.per.filter((name) => name !== 'each').map(singular);
    return [{ quantity: one, per: [...new Set(isEach ? [...per, owner.unit] : per)] }];
  });
  let tried = 0;
  let best: Chain | undefined;
  const grow = (chain: Chain): void => {
    if ((tried += 1) > MAX_TRIED) return;
    if (chain.used.length >= 2 && (best === undefined || chain.used.length > best.used.length)) best = chain;
    if (chain.used.length >= MAX_STEPS) return;
    for (const next of factors) {
      if (chain.used.includes(next)) continue;
      const unit = next.quantity.unit;
      const match = chain.per.find(
        (name) => name === unit || (TIMES.has(unit) && TIMES.has(name) && IN[`${unit} ${name}`] !== undefined),
      );
      if (match === undefined || next.per.includes(match) || isPast(next.quantity)) continue;
      const factor = match === unit ? 1 : (IN[`${unit} ${match}`] ?? 1);
      const per = [...chain.per.filter((name) => name !== match), ...next.per];
      grow({
        used: [...chain.used, next],
        per: [...new Set(per)],
        steps: [
          ...chain.steps,
          [next.quantity.value, label(next.quantity)],
          ...(factor === 1 ? [] : [[factor, `${match}s a ${unit}`] as const]),
        ],
      });
    }
  };
  for (const first of factors) {
    if (
      first.per.length === 0 ||
      !(first.quantity.unit === 'money' || isTime(first.quantity) || isThing(first.quantity) || priced(first.quantity))
    )
      continue;
    if (first.quantity.isPeople || /^(?:week|month|quarter|year)$/.test(first.quantity.unit)) continue;
    grow({ used: [first], per: first.per, steps: [[first.quantity.value, label(first.quantity)]] });
  }
  if (best === undefined) return undefined;
  const chain: Chain = best;
  // What is left below the line is at most a period.
  if (chain.per.length > 1 || chain.per.some((name) => !TIMES.has(name))) return undefined;
  const head = chain.used[0]?.quantity;
  if (head === undefined) return undefined;
  const ledger = new Ledger();
  let total = chain.steps[0]?.[0] ?? 0;
  for (const [value] of chain.steps.slice(1)) total = ledger.do(total, '×', value);
  const isMoney = head.unit === 'money' || priced(head);
  const written = (value: number) =>
    isMoney
      ? money(value, head)
      : `${figure(value)} ${head.unit}${value === 1 ? '' : 's'}`.replace(/(GB|kW|kWh|kg|km)s$/, '$1');
  const period = chain.per[0];
  const product = chain.steps
    .map(([value, name], at) =>
      at === 0 && isMoney ? money(value, head) : `${figure(value)}${name === '' ? '' : ` ${name}`}`,
    )
    .join(' × ');
  const limit = quantities.find(
    (one) =>
      !chain.used.some((used) => used.quantity === one) &&
      (one.unit === head.unit || (isMoney && one.isScaled)) &&
      one.per.filter((name) => TIMES.has(name)).every((name) => name === period) &&
      LIMIT.test(lead(one, 4)),
  );
  const sentence = `${product} is ${written(total)}${period === undefined ? '' : ` a ${period}`}`;
  if (limit === undefined) {
    const year =
      isMoney && period === 'month'
        ? ledger.do(total, '×', 12)
        : isMoney && period === 'week'
          ? ledger.do(total, '×', 52)
          : undefined;
    return made(
      'unit-chain',
      `${sentence}${year === undefined ? '' : `, ${written(year)} a year`}.`,
      ledger,
      { total },
      chain.used.length >= 3 ? (isMoney ? 9 : 7) : 6,
    );
  }
  const gap = ledger.do(Math.max(total, limit.value), '−', Math.min(total, limit.value));
  const isOver = total > limit.value;
  return made(
    'unit-chain',
    `${sentence} against ${written(limit.value)}: ${written(gap)} ${isOver ? 'too much' : 'to spare'}.`,
    ledger,
    { total, gap },
    9,
    isOver ? 'short' : 'fits',
  );
};

const isPast = (one: Quantity): boolean =>
  isTime(one) && /\b(?:last|past|since|for|ago|depuis|seit|hace)$/.test(lead(one, 2));
/** A bare number that the words call a price. */
const priced = (one: Quantity): boolean =>
  one.unit === '' && /\b(?:costs?|pay|pays|paid|takes?|charges?|price|fee|rate|earns?|at)\b/.test(lead(one, 4));
const label = (one: Quantity): string =>
  isTime(one) ? `${one.unit}s` : isThing(one) ? one.noun : one.unit === 'money' ? '' : one.unit;
