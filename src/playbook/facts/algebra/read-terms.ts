import { CURRENCY_BEFORE, CURRENCY_BEHIND } from '../fact-patterns.js';
import { amount, figure } from '../ledger.js';
import { lex, type Lexeme } from '../lexed-text.js';
import type { FactLanguage } from '../number-words.js';
import { withWindows } from './clock.js';
import { isName } from './names.js';
import { nounAt, sizeOf } from './nouns.js';
import { persAhead, persBehind, timeUnit } from './per-words.js';
import { rolesOf } from './roles.js';
import type { Per } from './term.js';

export const MAX_TERMS = 16;
const MAX_LENGTH = 1_500;

/** A number with its unit as it is read first, before terms are related to each other. */
export interface Draft {
  value: number;
  unit: string;
  per: Per[];
  /** For each of the thing before. */
  isEach: boolean;
  noun: string;
  label: string;
  /** A name right before it: `Nimbus 2,400`. */
  name: string;
  currency: string;
  isScaled: boolean;
  isPeople: boolean;
  start: number;
  end: number;
  sentence: number;
  clause: number;
  before: string;
  after: string;
  /** Words between `each` or `a` and the number: the thing that it is for each of is among them. */
  subject: string[];
  /** Nouns behind an article: `7.5 hours a shift`; counted elsewhere or meaningless. */
  maybe: string[];
  /** Words of the sentence before it, across commas. */
  lead: string;
  roles: Set<string>;
}

const ENDS = /^[.?!;]$/;
const CLAUSE_ENDS = /^(?:[,:()—–]|but|pero|mais|aber|while|whereas)$/;

/** The numbers of a text with units, in order. */
export function draftsIn(text: string, language: FactLanguage): Draft[] {
  const lexemes = lex(withWindows(text.slice(0, MAX_LENGTH)).text, language);
  const drafts: Draft[] = [];
  let sentence = 0;
  let clause = 0;
  for (let at = 0; at < lexemes.length && drafts.length < MAX_TERMS; at += 1) {
    const one = lexemes[at];
    if (one === undefined) break;
    if (one.kind === 'break' || ENDS.test(one.lower)) sentence += 1;
    if (one.kind === 'break' || ENDS.test(one.lower) || CLAUSE_ENDS.test(one.lower)) clause += 1;
    if (one.kind !== 'number' || one.value === undefined || isName(lexemes, at)) continue;
    const ratio = oneIn(lexemes, at);
    const draft = draftAt(lexemes, ratio?.at ?? at, language, ratio?.percent);
    draft.sentence = sentence;
    draft.clause = clause;
    drafts.push(draft);
    if (ratio !== undefined) at = ratio.at;
  }
  return drafts;
}

/** `1 in 20`, `one in six`, `uno de cada 5`, `un sur dix`. */
function oneIn(lexemes: readonly Lexeme[], at: number): { at: number; percent: number } | undefined {
  if (lexemes[at]?.value !== 1) return undefined;
  const link = lexemes[at + 1]?.lower ?? '';
  const skip = link === 'out' || (link === 'de' && lexemes[at + 2]?.lower === 'cada') ? 3 : 2;
  if (!/^(?:in|out|von|sur|de)$/.test(link)) return undefined;
  const of = lexemes[at + skip];
  return of?.kind === 'number' && (of.value ?? 0) > 1 ? { at: at + skip, percent: 100 / (of.value ?? 1) } : undefined;
}

function draftAt(lexemes: readonly Lexeme[], at: number, language: FactLanguage, percent?: number): Draft {
  const one = lexemes[at];
  const word = (more: number) => lexemes[at + more]?.lower ?? '';
  let [unit, noun, currency] = ['', '', ''];
  let factor = 1;
  let last = at;
  let isPeople = false;
  const per: Per[] = [];
  if (percent !== undefined) {
    unit = '%';
  } else if (word(-1) !== '' && CURRENCY_BEFORE.test(word(-1))) {
    unit = 'money';
    currency = CURRENCY_BEHIND[word(-1)] ?? word(-1).toUpperCase();
  } else if (Object.hasOwn(CURRENCY_BEHIND, word(1))) {
    unit = 'money';
    currency = CURRENCY_BEHIND[word(1)] ?? '';
    last = at + 1;
  } else if (/^(?:cents?|ct|rappen|centimes?|centimos?|pence)$/.test(word(1))) {
    unit = 'money';
    factor = 0.01;
    last = at + 1;
  } else if (/^(?:%|percent|pct|prozent)$/.test(word(1)) || one?.isFraction === true) {
    unit = '%';
    factor = one?.isFraction === true ? 100 : 1;
    last = one?.isFraction === true ? at : at + 1;
  } else {
    const skip = /^(?:-|–|productive|working|business|engineer|billable|calendar|full|more)$/.test(word(1)) ? 1 : 0;
    const next = word(1 + skip);
    const size = sizeOf(next, language);
    const time = /^(?:seconds?|secs?|sekunden?|secondes?|segundos?)$/.test(next)
      ? (['second', 1] as const)
      : timeUnit(next, language);
    const day = /^(?:person|engineer|dev|man)-(day|week|month)s?$|^(personentage)n?$/.exec(next);
    if (size !== undefined) {
      ({ unit, factor } = size);
      if (size.per !== undefined) per.push({ unit: size.per });
      last = at + 1 + skip;
    } else if (time !== undefined || day !== null) {
      [unit, factor] = time ?? [day?.[1] ?? 'day', 1];
      last = at + 1 + skip;
    } else {
      const found = nounAt(lexemes, at, language);
      if (found !== undefined) ({ unit, isPeople, last } = found);
    }
    noun = lexemes
      .slice(at + 1, last + 1)
      .map((next) => next.text)
      .join(' ')
      .replace(/^[-–] /, '');
  }
  if (timeUnit(unit, language) !== undefined && /^(?:every|alle|cada)$/.test(word(-1)) && (one?.value ?? 0) > 1) {
    return {
      ...onceIn(one, unit, noun, factor),
      ...place(lexemes, at, last),
      before: around(lexemes, at - 1, -1, true),
      after: around(lexemes, last + 1, 1, true),
      lead: '',
    };
  }
  const behind = persBehind(lexemes, last, language);
  const ahead = persAhead(lexemes, at, language);
  if (unit !== '%' || behind.isRate) per.push(...behind.per);
  if (unit !== '%') per.push(...ahead.per.filter((one) => !behind.per.some((other) => other.unit === one.unit)));
  const value = Number(((percent ?? one?.value ?? 0) * factor).toPrecision(12));
  const isScaled = one?.isScaled === true;
  const before = around(lexemes, at - 1, -1, true);
  const after = around(lexemes, last + 1, 1, true);
  return {
    value,
    unit,
    per,
    isEach: behind.isEach || ahead.isEach,
    subject: ahead.subject,
    maybe: behind.maybe,
    name: nameBefore(lexemes, at),
    noun,
    label: labelOf(one, value, unit, noun, currency, isScaled),
    currency,
    isScaled,
    isPeople,
    start: one?.start ?? 0,
    end: lexemes[last]?.end ?? 0,
    sentence: 0,
    clause: 0,
    before,
    after,
    lead: around(lexemes, at - 1, -1, false),
    roles: rolesOf(before, noun.toLowerCase(), after),
  };
}

/** `one outage every 4 years` is a quarter of an outage a year. */
function onceIn(one: Lexeme | undefined, unit: string, noun: string, factor: number) {
  const value = 1 / ((one?.value ?? 1) * factor);
  return {
    value,
    unit: 'occasion',
    per: [{ unit }],
    isEach: false,
    subject: [],
    maybe: [],
    name: '',
    noun: 'times',
    label: `once in ${figure(one?.value ?? 0)} ${noun}`,
    currency: '',
    isScaled: false,
    isPeople: false,
    sentence: 0,
    clause: 0,
    roles: new Set<string>(),
  };
}
const place = (lexemes: readonly Lexeme[], at: number, last: number) => ({
  start: lexemes[at]?.start ?? 0,
  end: lexemes[last]?.end ?? 0,
});

/** As the text has it; thousands with commas. */
export function labelOf(
  one: Pick<Lexeme, 'value'> | undefined,
  value: number,
  unit: string,
  noun: string,
  currency: string,
  isScaled: boolean,
): string {
  if (unit === '%') return `${figure(value)}%`;
  if (unit === 'money') return amount(value, { currency, isScaled: isScaled && value >= 1000 });
  return noun === '' ? figure(one?.value ?? value) : `${figure(one?.value ?? value)} ${noun}`;
}

function around(lexemes: readonly Lexeme[], from: number, step: 1 | -1, isClause: boolean): string {
  const words: string[] = [];
  for (let at = from; words.length < 12; at += step) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'break' || ENDS.test(one.lower)) break;
    if (isClause && CLAUSE_ENDS.test(one.lower)) break;
    if (step > 0) words.push(one.lower);
    else words.unshift(one.lower);
  }
  return words.join(' ');
}

function nameBefore(lexemes: readonly Lexeme[], at: number): string {
  const one = lexemes[at - (/^[€$£]$/.test(lexemes[at - 1]?.text ?? '') ? 2 : 1)];
  return one?.kind === 'word' && /^\p{Lu}[\p{L}\p{N}]+$/u.test(one.text) ? one.text : '';
}
