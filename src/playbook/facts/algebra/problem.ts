import type { Derived, Verdict } from '../derived.js';
import { amount, figure, Ledger } from '../ledger.js';
import { written, type Flow } from './flow.js';
import { isThing } from './nouns.js';
import type { Goal } from './roles.js';
import type { Term } from './term.js';
import { isTimeUnit } from './time-units.js';

/** What is solved: the terms, the products that they allow, and what is asked. */
export interface Problem {
  readonly terms: readonly Term[];
  readonly flows: readonly Flow[];
  readonly isWork: boolean;
  readonly goal: Goal;
  readonly lower: string;
  readonly ask: string;
}

/** A result with how well it answers; the sentence is only written for the best. */
export interface Candidate {
  readonly kind: string;
  readonly score: number;
  readonly used: ReadonlySet<number>;
  /** The result is a time that is worked, which no price changes. */
  readonly isTime: boolean;
  derive(): Derived;
}

/** A result in words: `€22,848 a month`, `17.1 hours`, `6.5 kW`. */
export function inWords(value: number, flow: Pick<Flow, 'unit' | 'lead' | 'period'>, isWithPeriod = true): string {
  const { unit, lead, period } = flow;
  if (unit === 'kWh' && period === 'hour') return `${figure(value)} kW`;
  const behind = period === undefined || !isWithPeriod ? '' : ` ${a(period)} ${period}`;
  if (unit === 'money')
    return `${amount(value, { currency: lead.currency, isScaled: lead.isScaled && Math.abs(value) >= 1000 })}${behind}`;
  return `${figure(value)} ${nounOf(value, flow)}${behind}`.replaceAll('  ', ' ').trim();
}

function nounOf(value: number, { unit, lead }: Pick<Flow, 'unit' | 'lead'>): string {
  if (isTimeUnit(unit)) return Math.abs(value - 1) < 0.005 ? unit : `${unit}s`;
  if (!isThing(unit)) return unit;
  return lead.noun;
}

export const timeInWords = (value: number, unit: string): string =>
  `${figure(value)} ${unit}${Math.abs(value - 1) < 0.005 ? '' : 's'}`;

export function union(...sets: readonly ReadonlySet<number>[]): Set<number> {
  const all = new Set<number>();
  for (const set of sets) for (const one of set) all.add(one);
  return all;
}
/** Neither contains what leads the other; prices and counts may be shared. */
export const isApart = (a: Flow, b: Flow): boolean => !a.used.has(b.lead.at) && !b.used.has(a.lead.at);
export const isDisjoint = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean =>
  [...a].every((one) => !b.has(one));

/** A candidate whose sentence is written with a ledger of its own. */
export function candidate(
  kind: string,
  score: number,
  used: ReadonlySet<number>,
  write: (ledger: Ledger) => {
    sentence: string;
    values: Record<string, number>;
    verdict?: Verdict | undefined;
    decides?: string;
  },
  isTime = false,
): Candidate {
  return {
    kind,
    score,
    used,
    isTime,
    derive: () => {
      const ledger = new Ledger();
      const { sentence, values, verdict, decides } = write(ledger);
      return {
        kind,
        sentence,
        arithmetic: ledger.toString(),
        values,
        weight: 10,
        ...(verdict === undefined ? {} : { verdict }),
        ...(decides === undefined ? {} : { decides }),
      };
    },
  };
}

/** A flow in few words: a product is worked out before it is used. */
export function say(flow: Flow, ledger: Ledger, parts: string[]): { text: string; value: number } {
  const { text, value } = written(flow, ledger);
  if (flow.factors.length < 3) return { text, value };
  parts.push(`${text} is ${inWords(value, flow)}`);
  return { text: figure(value), value };
}

export function sentenceOf(parts: readonly string[]): string {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export const a = (word: string): string => (word === 'hour' ? 'an' : 'a');
