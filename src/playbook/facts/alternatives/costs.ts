import type { Alternative } from '../facts.js';
import { amount, figure, Ledger } from '../ledger.js';
import { PERIODS_A_YEAR } from '../units.js';
import { type Figure, isPeriod, isSameThing } from './figures.js';

/** The figures of one alternative, and those that it shares with the others. */
export interface Sheet {
  readonly alternative: Alternative;
  readonly own: readonly Figure[];
  /** Of the text outside the alternatives, and what others say of all: `we have 140,000 a year`. */
  readonly shared: readonly Figure[];
}

/** What an alternative costs, once and in a year, with the arithmetic in words. */
export interface Cost {
  readonly once: number;
  readonly yearly: number;
  readonly words: string;
  /** Something was reckoned, not only repeated. */
  readonly isReckoned: boolean;
  readonly like: Pick<Figure, 'currency' | 'isScaled'>;
  readonly ledger: Ledger;
}

const HEAD = /^(?:head|person|people|kopf|nase|persona|personne|tete|employee|seat|user)$/;
const AT_WORD = /(?:^|\s)(?:at|a|à|zu|je|zu je|for|on|de|por|pour|um|earning|of)$/;
const NO_COST = /\b(?:saves?|saving|brings?|discount|earn\w*|revenue|brutto|spart|ahorra\w*|rapporte)\b/;
/** The share of a sum that is given away or paid on it. */
const DISCOUNT = /\b(?:discount|rabatt|descuento|remise|off)\b/;
const RAISE = /\b(?:raise|increase|promotion|more|plus|erhohung|mehr|aumento|subida|augmentation|hausse|bump)\b/;

interface Line {
  readonly value: number;
  readonly period: string | undefined;
  readonly factors: readonly string[];
  readonly isPerHead: boolean;
  readonly price: Figure;
}

/** Of the alternatives in the order of the sheets; undefined where it names no price. */
export function costsOf(sheets: readonly Sheet[]): (Cost | undefined)[] {
  const unitPrice = Math.max(
    0,
    ...sheets.flatMap(({ own, shared }) => [...own, ...shared].filter(isUnitPrice).map((one) => one.value)),
  );
  return sheets.map((sheet) => costOf(sheet, unitPrice));
}

export const isUnitPrice = (one: Figure): boolean => one.kind === 'money' && one.per.some((per) => !isPeriod(per));

function costOf(sheet: Sheet, unitPrice: number): Cost | undefined {
  const ledger = new Ledger();
  const share = sharePaid(sheet, ledger);
  if (share !== undefined) return share;
  const prices = sheet.own.filter(
    (one) => one.kind === 'money' && !NO_COST.test(`${one.before} ${one.after.split(' ').slice(0, 2).join(' ')}`),
  );
  const lines = prices.map((price) => lineOf(price, sheet, unitPrice));
  const [first] = lines;
  if (first === undefined) return undefined;
  const summed = perHeadSum(lines, sheet);
  let once = 0;
  let yearly = 0;
  let isReckoned = false;
  const words: string[] = [];
  for (const line of summed ?? lines) {
    const { value, text, isProduct } = worked(line, ledger);
    const period = line.period ?? (isSalary(line, sheet) ? 'year' : undefined);
    const written = amount(value, likeOf(line.price, value));
    const per = line.period === undefined ? '' : ` a ${line.period}`;
    let said = isProduct ? `${text} = ${written}${per}` : `${written}${per}`;
    if (period === undefined) once = once === 0 ? value : ledger.do(once, '+', value);
    else {
      const times = PERIODS_A_YEAR[period as keyof typeof PERIODS_A_YEAR];
      const year = period === 'year' ? value : ledger.do(value, '×', times);
      if (period !== 'year') said += `, ${amount(year, likeOf(line.price, year))} a year`;
      isReckoned ||= period !== 'year';
      yearly = yearly === 0 ? year : ledger.do(yearly, '+', year);
    }
    isReckoned ||= isProduct;
    words.push(said);
  }
  if (lines.length > 1 && (once === 0 || yearly === 0)) {
    const whole = once + yearly;
    return {
      once,
      yearly,
      words: `${words.join(' and ')}, ${amount(whole, likeOf(first.price, whole))}${once === 0 ? ' a year' : ''} in all`,
      isReckoned: true,
      like: first.price,
      ledger,
    };
  }
  isReckoned ||= once > 0 && yearly > 0;
  return { once, yearly, words: words.join(' and '), isReckoned, like: first.price, ledger };
}

/** Employees cost by the year, said or not. */
const MIN_SALARY = 15_000;
const MAX_SALARY = 400_000;
const HIRES =
  /\b(?:hire\w*|recruit\w*|senior|junior|engineer|developer|designer|analyst|tester|writer|manager|einstellen|contratar|embauch\w*|recrut\w*)\b/i;
const isSalary = ({ price, isPerHead, factors }: Line, { alternative }: Sheet): boolean =>
  (isPerHead || (factors.length === 0 && HIRES.test(alternative.text))) &&
  price.value >= MIN_SALARY &&
  price.value <= MAX_SALARY;

export const likeOf = (price: Pick<Figure, 'currency' | 'isScaled'>, value: number) => ({
  currency: price.currency,
  isScaled: price.isScaled && Math.abs(value) >= 1000,
});

function worked(line: Line, ledger: Ledger): { value: number; text: string; isProduct: boolean } {
  const { price, factors } = line;
  let value = price.value;
  for (const factor of factors) value = ledger.do(numberOf(factor), '×', value);
  return { value, text: [...factors.toReversed(), price.label].join(' × '), isProduct: factors.length > 0 };
}

const numberOf = (label: string): number => Number(/^[\d,.]+/.exec(label)?.[0].replaceAll(',', '') ?? '1');

function lineOf(price: Figure, { own, shared }: Sheet, unitPrice: number): Line {
  const factors: string[] = [];
  const used = new Set<Figure>([price]);
  const multiply = (one: Figure | undefined): void => {
    if (one === undefined || used.has(one)) return;
    used.add(one);
    factors.push(one.kind === 'time' ? one.label : countLabel(one));
    // `40 h each` of `30 people`; `140,000 a year` of a price each makes it yearly.
    if (one.kind === 'time' && one.per.includes('each')) multiply(countBefore(one, own));
    if (one.kind === 'count')
      for (const thing of one.per.filter((per) => !isPeriod(per) && per !== 'each'))
        multiply(
          [...own, ...shared].find(
            (other) => other.kind === 'count' && other.nouns.some((noun) => isSameThing(noun, thing)),
          ),
        );
  };
  let isPerHead = false;
  let period = price.per.find(isPeriod);
  const hours = own.find(
    (one) => one.kind === 'time' && one.unit === 'hour' && one.end <= price.start && price.start - one.end < 20,
  );
  if (hours !== undefined && period === undefined && AT_WORD.test(price.before)) multiply(hours);
  const things = price.per.filter((per) => !isPeriod(per));
  for (const thing of things) {
    const counted = counterOf(thing, price, own, shared);
    isPerHead ||= counted?.isPeople === true;
    period ??= counted?.per.find(isPeriod);
    multiply(counted);
  }
  if (factors.length === 0 && things.length === 0) {
    const before = countBefore(price, own);
    const gap = before === undefined ? '' : price.before;
    if (
      before !== undefined &&
      (AT_WORD.test(gap) || unitPrice > 0) &&
      before.value >= 2 &&
      price.value <= Math.max(unitPrice * 5, price.value * (AT_WORD.test(gap) ? 1 : 0))
    ) {
      isPerHead = before.isPeople || before.kind === 'bare';
      multiply(before);
    } else if (unitPrice > 0 && price.value <= unitPrice * 5 && before === undefined) {
      const all = principalOf(shared);
      isPerHead = all?.isPeople === true;
      multiply(all);
    }
  }
  if (period !== undefined) {
    const length = lengthFor(period, price, own, used);
    if (length !== undefined) {
      for (const one of length) factors.push(one);
      period = undefined;
    }
  }
  return { value: price.value, period, factors, isPerHead, price };
}

const countLabel = (one: Figure): string => figure(one.value);

/** How long an alternative says that it goes on, in the unit of its price. */
function lengthFor(
  period: string,
  price: Figure,
  own: readonly Figure[],
  used: ReadonlySet<Figure>,
): string[] | undefined {
  const times = own.filter(
    (one) =>
      one.kind === 'time' &&
      !used.has(one) &&
      one.per.length === 0 &&
      one.value > 1 &&
      !/\b(?:after|nach|tras|apres|every|alle)$/.test(one.before),
  );
  const same = times.find((one) => one.unit === period);
  if (same !== undefined) return [same.label];
  const longer = times.find((one) => IN_UNIT[`${one.unit}/${period}`] !== undefined);
  if (longer === undefined) return undefined;
  const factor = IN_UNIT[`${longer.unit}/${period}`] ?? 1;
  return [`${figure(factor)} ${period}s a ${longer.unit}`, longer.label];
}
const IN_UNIT: Readonly<Record<string, number>> = { 'week/day': 5, 'year/month': 12, 'day/hour': 8, 'week/hour': 40 };

/** Characters between a count and the price of each. */
const NEAR = 48;
function countBefore(price: Figure, own: readonly Figure[]): Figure | undefined {
  return own.findLast(
    (one) =>
      (one.kind === 'count' || one.kind === 'bare') &&
      one.end <= price.start &&
      price.start - one.end < NEAR &&
      one.value >= 1 &&
      Number.isInteger(one.value) &&
      one.per.every((per) => !isPeriod(per)),
  );
}

/** What counts the thing that a price is for. */
function counterOf(
  thing: string,
  price: Figure,
  own: readonly Figure[],
  shared: readonly Figure[],
): Figure | undefined {
  const counts = [...own, ...shared].filter((one) => one.kind === 'count' && one.value > 1);
  if (thing === 'each') return countBefore(price, own) ?? principalOf(shared);
  const named = counts.find((one) => one.nouns.some((noun) => isSameThing(noun, thing)));
  if (named !== undefined) return named;
  if (HEAD.test(thing)) return counts.find((one) => one.isPeople) ?? principalOf(shared);
  // `1.80 per dictation (we have 140,000 a year)`
  const bare = [...own, ...shared].find(
    (one) =>
      one !== price &&
      one.kind !== 'time' &&
      one.kind !== 'percent' &&
      one.currency === '' &&
      one.value > 20 &&
      /\b(?:we|wir|nous|tenemos|on) (?:have|ship|sell|make|do|haben|avons|a|hacemos|vendemos|verkaufen)\b/.test(
        one.before,
      ),
  );
  return bare ?? principalOf(shared);
}

/** The one count that the whole matter is about: `Tablets for 640 drivers`. */
export function principalOf(shared: readonly Figure[]): Figure | undefined {
  const counts = shared.filter(
    (one) =>
      (one.kind === 'count' || (one.kind === 'bare' && one.value >= 100)) &&
      one.value >= 2 &&
      one.per.every((per) => !isPeriod(per)) &&
      !/^(?:options?|opciones|candidates|offers?|optionen|angebote)$/.test(one.nouns.at(-1) ?? ''),
  );
  return counts.toSorted((a, b) => b.value - a.value)[0];
}

/** `flights 260 a head, hotel 140 a night` for 34 people and three nights. */
function perHeadSum(lines: readonly Line[], sheet: Sheet): Line[] | undefined {
  if (lines.length !== 2) return undefined;
  const head = lines.find((line) => line.isPerHead && line.price.per.some((per) => HEAD.test(per)));
  const other = lines.find((line) => line !== head);
  if (head === undefined || other === undefined || other.isPerHead || other.price.value > head.price.value * 5)
    return undefined;
  const people = [...sheet.own, ...sheet.shared].find((one) => one.kind === 'count' && one.isPeople);
  if (people === undefined) return undefined;
  return lines.map((line) =>
    line === head ? line : { ...line, isPerHead: true, factors: [...line.factors, figure(people.value)] },
  );
}

/** `3% of each ticket (410k tickets, avg 9)`, `11 % on 130k`, `150k at 20 % discount`. */
function sharePaid({ own, shared, alternative }: Sheet, ledger: Ledger): Cost | undefined {
  const share = own.find((one) => one.kind === 'percent');
  if (share === undefined) return undefined;
  const follow = share.after.split(' ');
  const all = [...own, ...shared];
  if (/^(?:of|on|von|de|des|sur|auf|del|der)$/.test(follow[0] ?? '')) {
    const each = /^(?:each|every|jede\w*|cada|chaque)$/.test(follow[1] ?? '') ? (follow[2] ?? '') : '';
    if (each !== '') {
      const count = all.find((one) => one.kind === 'count' && one.nouns.some((noun) => isSameThing(noun, each)));
      const price = all.find((one) => one.kind === 'money' && one !== share);
      if (count === undefined || price === undefined) return undefined;
      const sum = ledger.do(count.value, '×', price.value);
      const paid = ledger.percent(share.value, sum);
      const written = amount(paid, likeOf(price, paid));
      const period = count.per.find(isPeriod);
      return {
        once: period === undefined ? paid : 0,
        yearly: period === undefined ? 0 : paid,
        words: `${share.label} of ${figure(count.value)} × ${price.label} = ${written}${period === undefined ? '' : ` a ${period}`}`,
        isReckoned: true,
        like: price,
        ledger,
      };
    }
    const base = own.find((one) => one.kind === 'money' && one.start > share.end && one.start - share.end < 24);
    if (base !== undefined) return raised(share, base, ledger);
  }
  const near = `${share.before} ${follow.slice(0, 3).join(' ')} ${alternative.text}`.toLowerCase();
  if (RAISE.test(near) && !DISCOUNT.test(near) && own.every((one) => one.kind !== 'money')) {
    const base = shared.find(
      (one) =>
        one.kind === 'money' &&
        /\b(?:earn\w*|base|salary|makes|on|pay|gehalt|verdien\w*|gana|sueldo|gagne|salaire)\b/.test(
          `${one.before} ${one.after}`,
        ),
    );
    if (base !== undefined) return raised(share, base, ledger);
  }
  return undefined;
}

function raised(share: Figure, base: Figure, ledger: Ledger): Cost {
  const plus = ledger.percent(share.value, base.value);
  const whole = ledger.do(base.value, '+', plus);
  const words = `${share.label} of ${base.label} = ${amount(plus, likeOf(base, plus))}, ${amount(whole, likeOf(base, whole))} in all`;
  return { once: 0, yearly: plus, words, isReckoned: true, like: base, ledger };
}
