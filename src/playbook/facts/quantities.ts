import { CURRENCY_BEFORE, CURRENCY_BEHIND, NOT_COUNTED } from './fact-patterns.js';
import { lex, type Lexeme } from './lexed-text.js';
import type { FactLanguage } from './number-words.js';
import { durationUnit, periodOf, unitOf } from './units.js';

/** A number with what it counts and what it is for: `11 tickets per agent per day`. */
export interface Quantity {
  readonly value: number;
  /** `money`, `%`, a unit of time, size or power, the counted noun, or nothing. */
  readonly unit: string;
  /** What it is for: periods and nouns. */
  readonly per: readonly string[];
  readonly currency: string;
  readonly isScaled: boolean;
  readonly isPeople: boolean;
  /** The noun as written. */
  readonly noun: string;
  readonly start: number;
  readonly end: number;
  /** Words of the same sentence before and behind it, lower case. */
  readonly before: string;
  readonly after: string;
}

const MAX_QUANTITIES = 14;
const MAX_LENGTH = 1_500;
const SIZES: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  mb: ['GB', 0.001],
  gb: ['GB', 1],
  tb: ['GB', 1000],
  pb: ['GB', 1e6],
  w: ['kW', 0.001],
  kw: ['kW', 1],
  mw: ['kW', 1000],
  kwh: ['kWh', 1],
  mwh: ['kWh', 1000],
  kg: ['kg', 1],
  tons: ['kg', 1000],
  tonnes: ['kg', 1000],
  km: ['km', 1],
};
const PER = /^(?:a|an|per|each|every|al|par|pro|im|am|je|die|der|cada|la|l'|the|\/|por|a la|beim|chaque|jeden|jede)$/;
const EACH = /^(?:each|apiece|jeweils|chacune?)$/;
const FILL = /^(?:working|business|calendar|full|net|gross|started|engineer|man|person|jours?|ouvres|laborables)$/;

export const singular = (word: string): string =>
  word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.length > 3 ? word.replace(/(?<!s)s$/, '') : word;

/** The first quantities of a text. */
export function quantitiesIn(text: string, language: FactLanguage): Quantity[] {
  const lexemes = lex(text.slice(0, MAX_LENGTH), language);
  const found: Quantity[] = [];
  for (let at = 0; at < lexemes.length && found.length < MAX_QUANTITIES; at += 1) {
    const one = lexemes[at];
    if (one?.kind !== 'number' || one.value === undefined) continue;
    found.push(quantityAt(lexemes, at, one));
  }
  return found;
}

function quantityAt(lexemes: readonly Lexeme[], at: number, one: Lexeme): Quantity {
  const word = (more: number) => lexemes[at + more]?.lower ?? '';
  let unit = '';
  let noun = '';
  let factor = 1;
  let last = at;
  let currency = '';
  let isPeople = false;
  const before = word(-1);
  if (CURRENCY_BEFORE.test(before) && before !== '') {
    unit = 'money';
    currency = CURRENCY_BEHIND[before] ?? before.toUpperCase();
  } else if (Object.hasOwn(CURRENCY_BEHIND, word(1))) {
    unit = 'money';
    currency = CURRENCY_BEHIND[word(1)] ?? '';
    last = at + 1;
  } else if (/^(?:%|percent|pct|prozent)$/.test(word(1)) || one.isFraction === true) {
    unit = '%';
    factor = one.isFraction === true ? 100 : 1;
    last = one.isFraction === true ? at : at + 1;
  } else {
    const skip = /^(?:-|–)$/.test(word(1)) || FILL.test(word(1)) ? 1 : 0;
    const size = SIZES[word(1 + skip)];
    const time = durationUnit(word(1 + skip));
    if (size !== undefined) {
      [unit, factor] = size;
      noun = lexemes[at + 1 + skip]?.text ?? '';
      last = at + 1 + skip;
    } else if (time !== undefined) {
      [unit, factor] = time;
      last = at + 1 + skip;
      noun = unit;
    } else {
      for (let index = at + 1; index <= at + 4; index += 1) {
        const next = lexemes[index];
        if (next?.kind !== 'word' || NOT_COUNTED.test(next.lower)) break;
        const known = unitOf(next.lower);
        if (known === undefined && index === at + 4) break;
        if (known !== undefined || /[^su]s$|[aeiou]n$/.test(next.lower) || index === at + 1) {
          unit = singular(next.lower);
          isPeople =
            known?.[1] === true ||
            /^(?:agents?|devs?|nurses?|ingenieros|reviewers?|testers?|technicians?|consultants?|clerks?|drivers?|operators?|pflegekrafte|techniker|berater|tecnicos|agentes|techniciens)$/.test(
              next.lower,
            );
          last = index;
          if (known !== undefined || /[^su]s$/.test(next.lower)) break;
        }
      }
      noun = lexemes
        .slice(at + 1, last + 1)
        .map((next) => next.text)
        .join(' ');
    }
  }
  const ahead = around(lexemes, at - 1, -1);
  const per = [...persBehind(lexemes, last, unit === '' || unit === 'money' || isPeople ? 5 : 9), ...perAhead(ahead)];
  return {
    value: Number(((one.value ?? 0) * factor).toPrecision(12)),
    unit,
    per,
    currency,
    isScaled: one.isScaled === true,
    isPeople,
    noun,
    start: one.start,
    end: lexemes[last]?.end ?? one.end,
    before: ahead,
    after: around(lexemes, last + 1, 1),
  };
}

/** `a day`, `/GB`, `per agent per day`, `each`, within the clause. */
function persBehind(lexemes: readonly Lexeme[], last: number, reach: number): string[] {
  const per: string[] = [];
  for (let at = last + 1; at <= last + reach; at += 1) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'number' || one.kind === 'break' || /^[.,;:?!()]$/.test(one.lower)) break;
    if (/^(?:and|plus|but|und|et|y|if|against|to|after|over|during)$/.test(one.lower)) break;
    if (EACH.test(one.lower)) per.push('each');
    else if (/^(?:monthly|yearly|annually|weekly|daily|hourly)$/.test(one.lower)) per.push(periodOf(one.lower) ?? '');
    else if (PER.test(one.lower)) {
      const next = lexemes[at + 1];
      const skip = FILL.test(next?.lower ?? '') || next?.lower === 'la' ? 2 : 1;
      const word = lexemes[at + skip]?.lower ?? '';
      if (/^(?:a|an)$/.test(one.lower) && word.endsWith('ly')) {
        at += 1;
        continue;
      }
      const time = SIZES[word]?.[0] ?? periodOf(word) ?? durationUnit(word)?.[0];
      if (time !== undefined) per.push(time);
      else if (/^(?:per|\/|pro|par|por|je)$/.test(one.lower)) per.push(singular(word));
    }
  }
  return per;
}

/** `per incident at 1,100`, `each day costs us 480`. */
function perAhead(before: string): string[] {
  const named =
    /\b(?:per|each|every|an|one) ([\p{L}-]+) (?:at|of|for|is)$/u.exec(before)?.[1] ??
    /\b(?:each|every|an|one|per|a) ([\p{L}-]+) (?:of [^,]{2,40} )?costs?(?: us| me)?$/u.exec(before)?.[1];
  if (named === undefined) return [];
  return [durationUnit(named)?.[0] ?? singular(named)];
}

function around(lexemes: readonly Lexeme[], from: number, step: 1 | -1): string {
  const words: string[] = [];
  for (let at = from; words.length < 14; at += step) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'break') break;
    if (/^[.?!;]$/.test(one.lower) && (lexemes[at + 1]?.start ?? Infinity) > one.end) break;
    if (step > 0) words.push(one.lower);
    else words.unshift(one.lower);
  }
  return words.join(' ');
}
