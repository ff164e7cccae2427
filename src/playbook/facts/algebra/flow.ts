import { figure, type Ledger } from '../ledger.js';
import type { Role, Share, Term } from './term.js';
import { isTimeUnit, timeFactor, type TimeUnit } from './time-units.js';

/** A product whose units cancel: so many of a unit, for a period or altogether. */
export interface Flow {
  readonly lead: Term;
  readonly value: number;
  readonly unit: string;
  /** The period that it is for; nothing when it is altogether. */
  readonly period?: TimeUnit;
  /** Things that it is for each of and that the text does not count. */
  readonly each: readonly string[];
  readonly factors: readonly Factor[];
  readonly used: ReadonlySet<number>;
  readonly roles: ReadonlySet<Role>;
  /** Assumptions that it takes, such as days of a week. */
  readonly assumed: number;
  /** What is added to it: a fee on top, a set-up. */
  readonly plus?: Flow;
}
export interface Factor {
  readonly value: number;
  readonly label: string;
  readonly term?: Term;
  readonly share?: Share;
  readonly isDivisor?: boolean;
}

const percentOf = ({ isAdded, isTakenAway, percent }: Share): number =>
  isAdded ? 100 + percent : isTakenAway ? 100 - percent : percent;
export const shareFactor = (share: Share): Factor => ({
  value: percentOf(share) / 100,
  label: `${figure(percentOf(share))}%`,
  share,
});

/** How much a conversion supposes: nothing between minutes and hours, much between hours and days. */
export function doubt({ value, label }: Factor): number {
  if (value === 60 || value === 3600) return 0;
  return /^\d+ (?:hour|minute|second)/.test(label) || [24, 168].includes(value) ? 4 : 1;
}

export function conversion(factor: number, of: string, into: string): Factor[] {
  if (Math.abs(factor - 1) < 1e-9) return [];
  return factor > 1
    ? [{ value: factor, label: `${figure(factor)} ${into}s ${of === 'hour' ? 'an' : 'a'} ${of}` }]
    : [{ value: 1 / factor, label: figure(1 / factor), isDivisor: true }];
}

/** The same for another period; nothing when one of them has none. */
export function inPeriod(flow: Flow, period: TimeUnit, isWork: boolean): Flow | undefined {
  if (flow.period === undefined) return undefined;
  if (flow.period === period) return flow;
  const factor = timeFactor(period, flow.period, isWork);
  const factors = conversion(factor, period, flow.period);
  return {
    ...flow,
    ...(flow.plus === undefined ? {} : { plus: inPeriod(flow.plus, period, isWork) ?? flow.plus }),
    period,
    value: flow.value * factor,
    factors: [...flow.factors, ...factors],
    assumed: flow.assumed + 1,
  };
}

/** Times in one unit. */
export function inUnit(flow: Flow, unit: TimeUnit, isWork: boolean): Flow {
  if (!isTimeUnit(flow.unit) || flow.unit === unit) return flow;
  const factor = timeFactor(flow.unit, unit, isWork);
  return {
    ...flow,
    unit,
    value: flow.value * factor,
    factors: [...flow.factors, ...conversion(factor, flow.unit, unit)],
    assumed:
      flow.assumed +
      (/second|minute|hour/.test(unit + flow.unit) && !/day|week|month|year/.test(unit + flow.unit) ? 0 : 1),
  };
}

/** Works the product out in the ledger, in the order of the text, and gives it in words. */
export function written(flow: Flow, ledger: Ledger): { text: string; value: number } {
  const order = [...flow.factors].toSorted((a, b) => rank(a) - rank(b));
  const [first, ...rest] = order;
  let value = first?.value ?? 0;
  let text = first?.label ?? '';
  for (const one of rest) {
    value =
      one.share === undefined
        ? ledger.do(value, one.isDivisor === true ? '/' : '×', one.value)
        : ledger.percent(one.value * 100, value);
    text += one.isDivisor === true ? ` / ${one.label}` : ` × ${one.label}`;
  }
  if (flow.plus === undefined) return { text, value };
  const plus = written(flow.plus, ledger);
  return { text: `${text} + ${plus.text}`, value: ledger.do(value, '+', plus.value) };
}
const rank = (one: Factor): number =>
  one.term === undefined ? (one.share === undefined ? 1e7 : 1e6) + (one.share?.start ?? 0) : one.term.start;
