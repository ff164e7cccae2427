import type { Derived, Query, Verdict } from './derived.js';
import { amount, type Ledger } from './ledger.js';
import { singular, type Quantity } from './quantities.js';

/** What derivations by units read. */
export interface UnitQuery extends Query {
  readonly quantities: readonly Quantity[];
}
export type UnitDerivation = (query: UnitQuery) => Derived | undefined;

export const TIMES: ReadonlySet<string> = new Set(['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']);
const NO_THING: ReadonlySet<string> = new Set([...TIMES, 'money', '%', '', 'GB', 'kW', 'kWh', 'kg', 'km']);

export const isTime = (one: Quantity): boolean => TIMES.has(one.unit);
export const isThing = (one: Quantity): boolean => !NO_THING.has(one.unit);
/** An amount, also without a sign. */
export const isMoney = (one: Quantity): boolean => one.unit === 'money' || (one.unit === '' && one.value > 0);
export const isAmount = (one: Quantity): boolean =>
  one.unit === 'money' || (one.isScaled && !isTime(one) && one.unit !== '%') || (one.unit === '' && one.value >= 100);
export const periodIn = (one: Quantity): string | undefined => one.per.find((per) => TIMES.has(per));
export const isFor = (one: Quantity, thing: Quantity): boolean =>
  one.per.some((per) => per !== '' && per === singular(thing.unit));
/** The last words before it. */
export const lead = (one: Quantity, words: number): string => one.before.split(' ').slice(-words).join(' ');
export const follow = (one: Quantity, words: number): string => one.after.split(' ').slice(0, words).join(' ');

export function money(value: number, like: Quantity | undefined): string {
  const isWhole = like?.isScaled === true && Math.abs(value) >= 1000;
  return amount(value, { currency: like?.currency ?? '', isScaled: isWhole });
}

export function made(
  kind: string,
  sentence: string,
  ledger: Ledger,
  values: Record<string, number>,
  weight: number,
  verdict?: Verdict,
  decides?: string,
): Derived {
  return {
    kind,
    sentence,
    arithmetic: ledger.toString(),
    values,
    weight,
    ...(verdict === undefined ? {} : { verdict }),
    ...(decides === undefined ? {} : { decides }),
  };
}
