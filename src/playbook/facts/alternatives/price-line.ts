import { figure } from '../ledger.js';
import { type Figure, isPeriod, isSameThing } from './figures.js';
import type { Sheet } from './sheet.js';

/** A price with what it is multiplied by. */
export interface PriceLine {
  readonly price: Figure;
  /** Period that the product is for; undefined when it is paid once. */
  readonly period: string | undefined;
  /** Numbers with their units, the first next to the price. */
  readonly factors: readonly string[];
  /** What was counted. */
  readonly counted: readonly Figure[];
  /** What it is paid for as long as it lasts; another may serve longer. */
  readonly isLease: boolean;
  readonly isPerHead: boolean;
}

/** The dearest price that is for each of something, whatever it is, or for each of what all are about. */
export interface UnitPrices {
  readonly any?: Figure | undefined;
  readonly ofAll?: Figure | undefined;
}

export const HEAD = /^(?:head|person|people|kopf|nase|persona|personne|tete|employee|seat|user)$/;
const AT_WORD = /(?:^|\s)(?:at|a|à|zu|je|zu je|for|on|de|por|pour|um|earning|of)$/;
/** How many times a price for one may be another that is also for one. */
const ALIKE = 5;

/** Multiplies a price by what it is for each of, how many there are, and how long it goes on. */
export function priceLine(price: Figure, { others, own, shared }: Sheet, unit: UnitPrices): PriceLine {
  const factors: string[] = [];
  const counted: Figure[] = [];
  const multiply = (one: Figure | undefined): void => {
    if (one === undefined || one === price || counted.includes(one)) return;
    counted.push(one);
    factors.push(one.kind === 'time' ? one.label : figure(one.value));
    // `40 h each` of `30 people`.
    if (one.kind === 'time' && one.per.includes('each')) multiply(countBefore(one, own));
    // `310 pupils` of an average school.
    if (one.kind === 'count')
      for (const thing of one.per.filter((per) => !isPeriod(per) && per !== 'each'))
        multiply([...own, ...shared].find((other) => isCountOf(other, thing)));
  };
  // `62 euros x 4,300 orders`
  if (/^[x×*] /.test(price.after)) multiply(own.find((one) => one.start > price.end));
  if (/(?:^| )[x×*]$/.test(price.before)) multiply(own.findLast((one) => one.end < price.start));
  let isPerHead = false;
  let period = price.per.find(isPeriod);
  const hours = own.find(
    (one) => one.kind === 'time' && one.unit === 'hour' && one.end <= price.start && price.start - one.end < ADJACENT,
  );
  if (hours !== undefined && period === undefined && AT_WORD.test(price.before)) multiply(hours);
  const things = price.per.filter((per) => !isPeriod(per));
  for (const thing of things) {
    const counter = counterOf(thing, price, own, [...shared, ...others.filter((one) => isCountOf(one, thing))]);
    isPerHead ||= counter?.isPeople === true;
    period ??= counter?.per.find(isPeriod);
    multiply(counter);
  }
  if (things.length === 0 && factors.length === 0) {
    const before = countBefore(price, own);
    const isAlike = (other: Figure | undefined): other is Figure =>
      other !== undefined && other !== price && price.value <= other.value * ALIKE;
    if (before !== undefined && before.value >= 2 && (isAlike(unit.any) || AT_WORD.test(price.before))) {
      isPerHead = before.isPeople || before.kind === 'bare';
      multiply(before);
    } else if (isAlike(unit.ofAll) && before === undefined) {
      const behind = own.filter((one) => one.kind === 'count' && one.start > price.end && one.per.length === 0);
      const all = behind.length === 1 ? behind[0] : principalOf(shared);
      isPerHead = all?.isPeople === true;
      multiply(all);
      if (price.value >= unit.ofAll.value / ALIKE / ALIKE) period ??= unit.ofAll.per.find(isPeriod);
    }
  }
  const use = period === undefined ? undefined : useOf(period, [...own, ...shared]);
  if (use !== undefined) {
    factors.push(`${figure(use.value)} ${period ?? ''}s`);
    period = use.per.find(isPeriod);
  }
  const length = period === undefined ? undefined : lengthFor(period, own, counted);
  return {
    price,
    period: length === undefined ? period : undefined,
    factors: [...factors, ...(length ?? [])],
    counted: use === undefined ? counted : [...counted, use],
    isPerHead,
    isLease: length?.some((one) => one.endsWith('years')) === true,
  };
}

/** Characters between `40 h` and the price of an hour. */
const ADJACENT = 20;

/** `2.10 an hour (we need 9,000 hours a year)`. */
const useOf = (period: string, all: readonly Figure[]): Figure | undefined =>
  all.find(
    (one) => one.kind === 'time' && one.unit === period && one.per.some((per) => isPeriod(per) && per !== period),
  );

/** How long an alternative says that it goes on, in the unit of its price. */
function lengthFor(period: string, own: readonly Figure[], used: readonly Figure[]): string[] | undefined {
  const times = own.filter(
    (one) =>
      one.kind === 'time' &&
      !used.includes(one) &&
      one.per.length === 0 &&
      one.value > 1 &&
      !/\b(?:after|nach|tras|apres|every|alle)$/.test(one.before),
  );
  const same = times.find((one) => one.unit === period);
  if (same !== undefined) return [same.label];
  const longer = times.find((one) => IN_UNIT[`${one.unit}/${period}`] !== undefined);
  if (longer === undefined) return undefined;
  return [`${figure(IN_UNIT[`${longer.unit}/${period}`] ?? 1)} ${period}s a ${longer.unit}`, longer.label];
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

export const isCountOf = (one: Figure, thing: string): boolean =>
  one.kind === 'count' && one.value > 1 && one.nouns.some((noun) => isSameThing(noun, thing));

/** What counts the thing that a price is for. */
function counterOf(
  thing: string,
  price: Figure,
  own: readonly Figure[],
  shared: readonly Figure[],
): Figure | undefined {
  if (thing === 'each') return countBefore(price, own) ?? principalOf(shared);
  const all = [...own, ...shared];
  const named = all.find((one) => isCountOf(one, thing));
  if (named !== undefined) return named;
  if (HEAD.test(thing)) return all.find((one) => one.kind === 'count' && one.isPeople) ?? principalOf(shared);
  // `1.80 per dictation (we have 140,000 a year)`
  return all.find((one) => one !== price && isHad(one)) ?? (ANYTHING.test(thing) ? principalOf(shared) : undefined);
}

/** Words for whatever the matter is about. */
const ANYTHING =
  /^(?:device|unit|item|piece|thing|system|machine|licen[cs]e|endpoint|gerat|stuck|appareil|unite|piece|dispositivo|equipo|unidad|pieza)$/;

const isHad = ({ before, currency, kind, nouns, value }: Figure): boolean =>
  (kind === 'bare' || kind === 'count') &&
  nouns.length === 0 &&
  currency === '' &&
  value > 20 &&
  /\b(?:we|wir|nous|tenemos|on) (?:have|ship|sell|make|do|expect|need|invite|haben|erwarten|brauchen|esperamos|necesitamos|attendons|avons|a|hacemos|vendemos|verkaufen)\b/.test(
    before,
  );

/** The one count that the whole matter is about: `Tablets for 640 drivers`. */
export function principalOf(shared: readonly Figure[]): Figure | undefined {
  const counts = shared.filter(
    (one) =>
      (one.kind === 'count' || (one.kind === 'bare' && one.value >= 100)) &&
      one.value >= 2 &&
      one.per.every((per) => !isPeriod(per)) &&
      !/^(?:options?|opciones|candidates|offers?|optionen|angebote|bids|proposals|propuestas)$/.test(
        one.nouns.at(-1) ?? '',
      ),
  );
  return counts.toSorted((a, b) => b.value - a.value)[0];
}
