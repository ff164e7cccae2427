import { amount, figure, Ledger } from '../ledger.js';
import { PERIODS_A_YEAR } from '../units.js';
import { type Figure, isPeriod, isSameThing } from './figures.js';
import { HEAD, type PriceLine, priceLine, principalOf, type UnitPrices } from './price-line.js';
import { likeOf, sharesPaid } from './shares-paid.js';
import type { Sheet } from './sheet.js';

/** What an alternative costs, once and in a year, with the arithmetic in words. */
export interface Cost {
  readonly once: number;
  readonly yearly: number;
  readonly words: string;
  /** Something was reckoned, not only repeated. */
  readonly isReckoned: boolean;
  /** There may be more to it: it is not compared. */
  readonly isPartial?: boolean;
  /** It is paid for so many years, while another may serve longer. */
  readonly isLease: boolean;
  /** It is a raise, of a pay that is there already. */
  readonly isRaise: boolean;
  readonly like: Pick<Figure, 'currency' | 'isScaled'>;
  readonly ledger: Ledger;
}

const NO_COST =
  /\b(?:saves?|saving|brings?|discount|earn\w*|revenue|(?:we|that|which) sells?|(?:in|of) sales|turnover|umsatz|brutto|spart|ahorra\w*|rapporte|(?:they|customers?|clients?|sie|kunden?) (?:pay|pays|zahlen|zahlt))\b/;

export const isUnitPrice = (one: Figure): boolean => one.kind === 'money' && one.per.some((per) => !isPeriod(per));

/** Of the alternatives in the order of the sheets; undefined where it names no price. */
export function costsOf(sheets: readonly Sheet[]): (Cost | undefined)[] {
  const units = sheets.flatMap((sheet) =>
    [...sheet.own, ...sheet.shared].filter(isUnitPrice).map((price) => ({ price, isOfAll: isOfAll(price, sheet) })),
  );
  const dearest = (of: typeof units) => of.map(({ price }) => price).toSorted((a, b) => b.value - a.value)[0];
  const unit: UnitPrices = { any: dearest(units), ofAll: dearest(units.filter((one) => one.isOfAll)) };
  const lines = sheets.map((sheet) => linesOf(sheet, unit));
  return sheets.map((sheet, at) => {
    const own = lines[at] ?? [];
    const cost = costOf(sheet, sheets, own.length > 0 ? own : borrowed(sheet, lines.flat()));
    if (cost === undefined || isWhole(sheet, own, cost)) return cost;
    // `30k a month` is 360k a year, whatever else is said.
    const isOnlyYearly = cost.once === 0 && own.every(({ factors }) => factors.length === 0);
    return isOnlyYearly ? { ...cost, isPartial: true } : undefined;
  });
}

/** `31,000 each` of two servers is no price for each of all things. */
function isOfAll(price: Figure, sheet: Sheet): boolean {
  const { counted } = priceLine(price, sheet, {});
  return sheet.shared.includes(price) || counted.some((one) => sheet.shared.includes(one));
}

/** What would change the sum if it were reckoned in: so many are expected to use it. */
const EXPECTED =
  /\b(?:used?|redeem\w*|expects?|expected|show up|come|erwartet|eingelost|kommen|utilis\w*|usan?|esper\w*)\b/;
const JOINED = /(?:^|\s)(?:(?:plus|\+|then|puis|mas|dann|luego)(?: [\p{L}-]+){0,3}|(?:and|und|y|et)(?: [\p{L}-]+)?)$/u;

/** Whether every number of the alternative has its place in the sum: one that is left out makes another sum of it. */
function isWhole(sheet: Sheet, lines: readonly PriceLine[], { isRaise }: Cost): boolean {
  if (isRaise || sheet.alternative.isTold !== undefined) return true;
  const used = new Set(lines.flatMap(({ counted, price }) => [price, ...counted]));
  const areAdded = lines.every((line, at) => at === 0 || JOINED.test(line.price.before) || line.price.per.length > 0);
  const isLeftOut = (one: Figure): boolean =>
    !used.has(one) &&
    (((one.kind === 'count' || one.kind === 'bare') && one.value >= 2) ||
      (one.kind === 'time' &&
        one.unit === 'hour' &&
        one.per.length === 0 &&
        !lines.some(({ factors }) => factors.includes(one.label))) ||
      (one.kind === 'percent' && EXPECTED.test(`${one.before} ${one.after}`)));
  // A price for each of something that is not counted is no sum.
  const isOpen = lines.some(({ counted, price }) => counted.length === 0 && isUnitPrice(price));
  const isPlusMore = /^(?:\p{L}+ )?(?:one|two|three|uno|una|un|une|einer?) plus\b/iu.test(sheet.alternative.full);
  return areAdded && !isOpen && !isPlusMore && (lines.length === 0 || !sheet.own.some(isLeftOut));
}

function linesOf(sheet: Sheet, unit: UnitPrices): PriceLine[] {
  return sheet.own
    .filter(
      (one) => one.kind === 'money' && !NO_COST.test(`${one.before} ${one.after.split(' ').slice(0, 2).join(' ')}`),
    )
    .map((price) => priceLine(price, sheet, unit));
}

/** `all 310 doors at 420, only the 45 outside doors`: the price of another for as many as there are here. */
function borrowed({ own, shared }: Sheet, others: readonly PriceLine[]): PriceLine[] {
  const perPerson = others.find(({ price }) => price.per.some((per) => HEAD.test(per)));
  const count = own.find((one) => one.kind === 'count' && one.per.length === 0);
  const few = own.find((one) => one.kind === 'bare' && Number.isInteger(one.value) && one.value >= 2);
  if (count === undefined && few !== undefined && perPerson !== undefined && own.length === 1)
    return [{ ...perPerson, factors: [figure(few.value)], counted: [few] }];
  if (count === undefined || own.some((one) => one.kind === 'time' || one.kind === 'money')) return [];
  const all = [principalOf(shared)].filter((one) => one !== undefined);
  const line = others.find(({ counted }) =>
    counted.some((one) => one.nouns.some((noun) => [...count.nouns].some((other) => isSameThing(noun, other)))),
  );
  const isOfAll = all.some((one) => one.nouns.some((noun) => count.nouns.some((other) => isSameThing(noun, other))));
  const found = line ?? (isOfAll ? others.find(({ counted }) => counted.some((one) => all.includes(one))) : undefined);
  return found === undefined ? [] : [{ ...found, factors: [figure(count.value)], counted: [count] }];
}

interface Entry {
  readonly value: number;
  readonly period: string | undefined;
  readonly words: string;
  readonly isReckoned: boolean;
  readonly price: Figure;
}

function costOf(sheet: Sheet, sheets: readonly Sheet[], lines: readonly PriceLine[]): Cost | undefined {
  const ledger = new Ledger();
  const shares = sharesPaid(sheet, sheets, ledger);
  const isRaise = shares.some(({ words }) => words.endsWith('in all'));
  const entries: Entry[] = [
    ...(isRaise
      ? []
      : perHead(lines, sheet)
          .filter(({ price }) => !shares.some(({ base }) => base === price))
          .map((line) => entryOf(line, sheet, ledger))),
    ...shares.map(({ base, period, value, words }) => ({
      value,
      period,
      words: period === undefined || isRaise ? words : `${words} a ${period}`,
      isReckoned: true,
      price: base,
    })),
  ];
  const [first] = entries;
  // How many hours a year has depends on whether people or machines work them.
  if (first === undefined || entries.some(({ period }) => period === 'hour')) return undefined;
  let once = 0;
  let yearly = 0;
  const words: string[] = [];
  for (const { period, price, value, words: said } of entries) {
    if (period === undefined) {
      once = once === 0 ? value : ledger.do(once, '+', value);
      words.push(said);
      continue;
    }
    const year =
      period === 'year' ? value : ledger.do(value, '×', PERIODS_A_YEAR[period as keyof typeof PERIODS_A_YEAR]);
    yearly = yearly === 0 ? year : ledger.do(yearly, '+', year);
    words.push(
      period === 'year' ? said : `${said}, ${amount(year, likeOf(price, year))} a year${WORKING[period] ?? ''}`,
    );
  }
  const isSummed = entries.length > 1 && (once === 0 || yearly === 0);
  const whole = once + yearly;
  const sum = isSummed ? `, ${amount(whole, likeOf(first.price, whole))}${once === 0 ? ' a year' : ''} in all` : '';
  return {
    once,
    yearly,
    words: `${words.join(' and ')}${sum}`,
    isReckoned:
      isSummed || entries.length > 1 || entries.some((one) => one.isReckoned || (one.period ?? 'year') !== 'year'),
    isRaise,
    isLease: lines.some((line) => line.isLease),
    like: first.price,
    ledger,
  };
}

/** What a year is taken to have. */
const WORKING: Readonly<Record<string, string>> = { day: ' of 220 days' };

function entryOf(line: PriceLine, sheet: Sheet, ledger: Ledger): Entry {
  const { factors, price } = line;
  let value = price.value;
  for (const factor of factors) value = ledger.do(numberOf(factor), '×', value);
  const written = `${amount(value, likeOf(price, value))}${line.period === undefined ? '' : ` a ${line.period}`}`;
  const product = [...factors.toReversed(), price.label].join(' × ');
  return {
    value,
    period: line.period ?? (isSalary(line, sheet) ? 'year' : undefined),
    words: factors.length > 0 ? `${product} = ${written}` : written,
    isReckoned: factors.length > 0,
    price,
  };
}

const numberOf = (label: string): number => Number(/^[\d,.]+/.exec(label)?.[0].replaceAll(',', '') ?? '1');

/** Employees cost by the year, said or not. */
const MIN_SALARY = 15_000;
const MAX_SALARY = 400_000;
const HIRES =
  /\b(?:hire\w*|recruit\w*|senior|junior|engineer|developer|designer|analyst|tester|writer|manager|einstellen|contratar|embauch\w*|recrut\w*)\b/i;
const isSalary = ({ isPerHead, price }: PriceLine, { alternative }: Sheet): boolean =>
  (isPerHead || HIRES.test(alternative.text)) && price.value >= MIN_SALARY && price.value <= MAX_SALARY;

/** `flights 260 a head, hotel 140 a night` for 34 people and three nights. */
function perHead(lines: readonly PriceLine[], sheet: Sheet): readonly PriceLine[] {
  const head = lines.find((line) => line.isPerHead && line.price.per.some((per) => HEAD.test(per)));
  const other = lines.find((line) => line !== head);
  if (lines.length !== 2 || head === undefined || other === undefined || other.isPerHead) return lines;
  const people = [...sheet.own, ...sheet.shared].find((one) => one.kind === 'count' && one.isPeople);
  if (people === undefined || other.price.value > head.price.value * 5) return lines;
  return lines.map((line) =>
    line === head ? line : { ...line, isPerHead: true, factors: [...line.factors, figure(people.value)] },
  );
}
