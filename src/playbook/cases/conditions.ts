import type { NamedFacts } from '../facts/index.js';
import { saysOneOf, type Words } from '../question/phrases.js';

import type { AdviceCase, Condition } from '../content/advice-case.js';

/** What the conditions of a case look at. */
export interface ConditionBasis {
  readonly words: Words;
  readonly facts: NamedFacts;
}

/** The option that the asker's facts choose, and why in a sentence with the number. */
export interface Choice {
  readonly option: AdviceCase['options'][number];
  readonly why: string;
  /** The answer to the closed question. */
  readonly verdict: string;
  /** Whether a fact or a word of the asker decided, and not the default. */
  readonly isDecided: boolean;
}

/** The first rule that holds. */
export function chooseOption({ choose, options, verdict }: AdviceCase, basis: ConditionBasis): Choice {
  const rule = choose.find(({ when }) => when === undefined || holds(when, basis));
  const option = options.find(({ id }) => id === rule?.option) ?? options[0];
  if (rule === undefined || option === undefined) throw new TypeError('a case without a default choice');
  return {
    option,
    why: filled(rule.why, basis.facts),
    verdict: filled(rule.verdict ?? verdict, basis.facts),
    isDecided: rule.when !== undefined,
  };
}

function holds({ says, with: also, lacks, fact, above, below }: Condition, { words, facts }: ConditionBasis): boolean {
  if (says !== undefined && !saysOneOf(words, says)) return false;
  if (also !== undefined && !saysOneOf(words, also)) return false;
  if (lacks !== undefined && saysOneOf(words, lacks)) return false;
  if (fact === undefined) return true;
  const value = facts[fact];
  if (value === undefined) return false;
  return (above === undefined || value > above) && (below === undefined || value < below);
}

/** A rule only names the fact that it tests, so the value is known. */
function filled(sentence: string, facts: NamedFacts): string {
  const { weeksLeft } = facts;
  const said =
    weeksLeft !== undefined && weeksLeft < DAYS_BELOW
      ? sentence.replaceAll(/\{weeksLeft\} weeks?/g, daysIn(weeksLeft))
      : sentence;
  return said.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = facts[name as keyof NamedFacts];
    if (value === undefined) return 'the';
    return name === 'money' ? amountIn(value) : numberIn(value);
  });
}

/** Weeks below which a time is said in days. */
const DAYS_BELOW = 1.5;

function daysIn(weeks: number): string {
  const days = Math.max(1, Math.round(weeks * 7));
  return days === 1 ? 'one day' : `${days} days`;
}

/** An amount as it is said: `3.6M`, `150k`. */
function amountIn(value: number): string {
  if (value >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  return value >= 10_000 ? `${Number((value / 1e3).toPrecision(3))}k` : numberIn(value);
}

const WHOLE = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const ONE_DECIMAL = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/** As a reader writes it: at most one decimal, thousands separated. */
export function numberIn(value: number): string {
  return (value < 10 ? ONE_DECIMAL : WHOLE).format(value);
}
