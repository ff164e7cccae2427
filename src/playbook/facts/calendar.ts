import type { FactLanguage } from './number-words.js';
import type { DurationFact } from './facts.js';
import type { Lexeme } from './lexed-text.js';

/** A date read at a lexeme, and the last lexeme of it. */
export interface CalendarMatch {
  readonly date: Date;
  readonly last: number;
  /** First lexeme, when words before it belong to it (`end of`). */
  readonly first: number;
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'january jan enero janvier januar janner',
    'february feb febrero fevrier februar',
    'march mar marzo mars marz',
    'april apr abril avril',
    'may mayo mai',
    'june jun junio juin juni',
    'july jul julio juillet juli',
    'august aug agosto aout',
    'september sep sept septiembre septembre',
    'october oct octubre octobre oktober okt',
    'november nov noviembre novembre',
    'december dec diciembre decembre dezember dez',
  ].flatMap((names, month) => names.split(' ').map((name) => [name, month] as const)),
);
/** Month names that are other words as well; they need a day, a preposition or a capital. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'may',
  'march',
  'mar',
  'mars',
  'mai',
  'sep',
  'sept',
  'jan',
  'jun',
  'juni',
  'dec',
  'nov',
  'oct',
  'feb',
  'apr',
  'jul',
  'aug',
]);
const BEFORE_MONTH =
  /^(?:in|by|of|from|since|until|till|to|before|after|next|last|this|for|mid|early|late|during|begin|beginning|start|end|de|en|desde|hasta|antes|ab|bis|seit|im|nach|vor|mitte|ende|anfang|fin|debut|mi|depuis|avant|le|der|dem|den|starts?|ends?|due|around|de|del|->|-)$/;
const WEEKDAYS: ReadonlyMap<string, number> = new Map(
  [
    'sunday domingo dimanche sonntag',
    'monday lunes lundi montag',
    'tuesday martes mardi dienstag',
    'wednesday miercoles mercredi mittwoch',
    'thursday jueves jeudi donnerstag',
    'friday viernes vendredi freitag',
    'saturday sabado samedi samstag',
  ].flatMap((names, day) => names.split(' ').map((name) => [name, day] as const)),
);
const SEASONS: ReadonlyMap<string, readonly [number, number]> = new Map(
  Object.entries({
    spring: [2, 1],
    summer: [5, 1],
    autumn: [8, 1],
    fall: [8, 1],
    winter: [11, 1],
    christmas: [11, 25],
    xmas: [11, 25],
    primavera: [2, 21],
    verano: [5, 21],
    otono: [8, 21],
    navidad: [11, 25],
    ete: [5, 21],
    automne: [8, 21],
    noel: [11, 25],
    sommer: [5, 1],
    herbst: [8, 1],
    weihnachten: [11, 25],
  }),
);
const SEASON_LEAD = /^(?:by|in|until|till|before|next|this|for|en|im|bis|avant|antes|para|cet|l'|the|el|la)$/;

const DAY_MS = 86_400_000;
export const addDays = (date: Date, days: number): Date => new Date(date.getTime() + Math.round(days) * DAY_MS);
export const daysBetween = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / DAY_MS);
export const midnight = (date: Date): Date =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
export function addMonths(date: Date, months: number): Date {
  const whole = Math.floor(months);
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + whole, 1));
  const days = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(days, date.getUTCDate()));
  return addDays(target, (months - whole) * 30.4);
}

const lastDayOf = (year: number, month: number) => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** The date that begins at a lexeme; `today` decides the year and what is relative. */
export function dateAt(
  lexemes: readonly Lexeme[],
  at: number,
  today: Date,
  language: FactLanguage,
): CalendarMatch | undefined {
  const one = lexemes[at];
  if (one === undefined) return undefined;
  if (one.kind === 'iso') return isoDate(one.text, at, today);
  const month = MONTHS.get(one.lower);
  if (month !== undefined && one.kind === 'word') return monthDate(lexemes, at, month, today);
  if (one.kind === 'number' || one.kind === 'ordinal') return dayFirst(lexemes, at, today);
  if (one.kind !== 'word') return undefined;
  const before = lexemes[at - 1]?.lower ?? '';
  const weekday = WEEKDAYS.get(one.lower.replace(/s$/, (s) => (language === 'en' ? '' : s))) ?? WEEKDAYS.get(one.lower);
  if (weekday !== undefined && !one.lower.endsWith('days')) {
    const ahead = (weekday - today.getUTCDay() + 7) % 7 || 7;
    const isPast = /^(?:last|since|seit|depuis|desde)$/.test(before);
    return {
      date: addDays(today, isPast ? ahead - 7 : ahead),
      last: at,
      first: /^(?:next|last)$/.test(before) ? at - 1 : at,
    };
  }
  if (/^(?:tomorrow|manana|demain|morgen)$/.test(one.lower)) return { date: addDays(today, 1), last: at, first: at };
  if (/^(?:tonight|today|hoy|heute|aujourd'hui)$/.test(one.lower)) return { date: today, last: at, first: at };
  const quarter = /^q([1-4])$/.exec(one.lower);
  if (quarter !== null && !/^(?:has|have)$/.test(lexemes[at + 1]?.lower ?? ''))
    return quarterDate(lexemes, at, Number(quarter[1]), today);
  if (EASTER.test(one.lower)) return { date: nextEaster(today), last: at, first: at };
  const season = SEASONS.get(one.lower);
  if (season !== undefined && SEASON_LEAD.test(before)) {
    return { date: yearOf(today, season[0], season[1]), last: at, first: before === 'next' ? at - 1 : at };
  }
  return relativeEnd(lexemes, at, today);
}

const EASTER = /^(?:easter|ostern|pascua|paques)$/;

/** Easter Sunday of this year or the next. */
function nextEaster(today: Date): Date {
  const date = easterOf(today.getUTCFullYear());
  return date < today ? easterOf(today.getUTCFullYear() + 1) : date;
}

/** @see Meeus, Jones and Butcher's algorithm for the Gregorian calendar. */
function easterOf(year: number): Date {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  const days = moon + weekday - 7 * shift + 114;
  return new Date(Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1));
}

function isoDate(text: string, at: number, today: Date): CalendarMatch | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso !== null)
    return { date: new Date(Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]))), last: at, first: at };
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(text);
  const day = Number(dotted?.[1]);
  const month = Number(dotted?.[2]);
  if (dotted === null || day > 31 || day < 1 || month > 12 || month < 1) return undefined;
  const date =
    dotted[3] === undefined ? yearOf(today, month - 1, day) : new Date(Date.UTC(Number(dotted[3]), month - 1, day));
  return { date, last: at, first: at };
}

/** The day next to the month decides; else its first day, or what `mid-` and `end of` say. */
function monthDate(lexemes: readonly Lexeme[], at: number, month: number, today: Date): CalendarMatch | undefined {
  const one = lexemes[at];
  const before = lexemes[at - 1];
  if (one === undefined) return undefined;
  const next = lexemes[at + 1];
  const isDay =
    next !== undefined &&
    (next.kind === 'number' || next.kind === 'ordinal') &&
    Number.isInteger(next.value) &&
    (next.value ?? 99) <= 31 &&
    next.isSpelt !== true &&
    next.start - one.end <= 1;
  if (
    AMBIGUOUS.has(one.lower) &&
    !isDay &&
    !BEFORE_MONTH.test(before?.lower ?? '') &&
    !(/^\p{Lu}/u.test(one.text) && one.lower === 'march' && before !== undefined && before.lower !== '.')
  ) {
    const isAlone = (before === undefined || before.lower === '|') && (next === undefined || next.lower === '|');
    if (!isAlone) return undefined;
  }
  if (AMBIGUOUS.has(one.lower) && one.lower === 'may' && !/^\p{Lu}/u.test(one.text)) return undefined;
  const year = yearBehind(lexemes, isDay ? at + 2 : at + 1);
  if (isDay)
    return {
      date: onDay(today, month, next.value ?? 1, year?.year, before?.lower),
      last: year?.last ?? at + 1,
      first: at,
    };
  const part = partOf(lexemes, at);
  const day = part.day === 31 ? lastDayOf(year?.year ?? today.getUTCFullYear(), month) : part.day;
  return { date: onDay(today, month, day, year?.year, part.before), last: year?.last ?? at, first: part.first };
}

/** `12 January`, `30 de abril`, `le 30 avril`, `30. April`, `the 14th`, `1st of July`. */
function dayFirst(lexemes: readonly Lexeme[], at: number, today: Date): CalendarMatch | undefined {
  const one = lexemes[at];
  const day = one?.value ?? 0;
  if (one === undefined || !Number.isInteger(day) || day < 1 || day > 31 || one.isScaled === true) return undefined;
  let next = at + 1;
  if (lexemes[next]?.lower === '.' && lexemes[next]?.start === one.end) next += 1;
  if (/^(?:of|de)$/.test(lexemes[next]?.lower ?? '')) next += 1;
  const name = lexemes[next];
  const month = name?.kind === 'word' ? MONTHS.get(name.lower) : undefined;
  if (
    month !== undefined &&
    name !== undefined &&
    (name.lower !== 'may' || /^\p{Lu}/u.test(name.text)) &&
    one.isSpelt !== true
  ) {
    const year = yearBehind(lexemes, next + 1);
    return { date: onDay(today, month, day, year?.year, lexemes[at - 1]?.lower), last: year?.last ?? next, first: at };
  }
  if (
    one.kind === 'ordinal' &&
    /^(?:the|by|until|on)$/.test(lexemes[at - 1]?.lower ?? '') &&
    !/^(?:floor|round|time|team|quarter|of|person|week|month|year|place|sprint|percentile|day)$/.test(name?.lower ?? '')
  ) {
    const date = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), day));
    return {
      date: date < today ? new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + 1, day)) : date,
      last: at,
      first: at,
    };
  }
  return undefined;
}

function quarterDate(lexemes: readonly Lexeme[], at: number, quarter: number, today: Date): CalendarMatch {
  const part = partOf(lexemes, at);
  const year = yearBehind(lexemes, at + 1);
  const isEnd = part.day === 31 || /^(?:by|in|this)$/.test(lexemes[at - 1]?.lower ?? '');
  const month = (quarter - 1) * 3 + (isEnd ? 2 : 0);
  const day = isEnd ? lastDayOf(today.getUTCFullYear(), month) : 1;
  return { date: onDay(today, month, day, year?.year, ''), last: year?.last ?? at, first: part.first };
}

/** `end of the month`, `year end`, `next week`. */
function relativeEnd(lexemes: readonly Lexeme[], at: number, today: Date): CalendarMatch | undefined {
  const word = (more: number) => lexemes[at + more]?.lower ?? '';
  const [first, second] = [word(0), word(1)];
  const year = today.getUTCFullYear();
  if (/^(?:year-end|jahresende)$/.test(first)) return { date: new Date(Date.UTC(year, 11, 31)), last: at, first: at };
  if (first === 'end') {
    const skip = second === 'of' ? 2 : 1;
    const rest = /^(?:the|this|next)$/.test(word(skip)) ? skip + 1 : skip;
    const unit = word(rest);
    const month = today.getUTCMonth();
    if (unit === 'year') return { date: new Date(Date.UTC(year, 11, 31)), last: at + rest, first: at };
    if (unit === 'quarter')
      return { date: new Date(Date.UTC(year, Math.floor(month / 3) * 3 + 3, 0)), last: at + rest, first: at };
    if (unit === 'month') return { date: new Date(Date.UTC(year, month + 1, 0)), last: at + rest, first: at };
    if (unit === 'week') return { date: addDays(today, (12 - today.getUTCDay()) % 7), last: at + rest, first: at };
  }
  // “requests for next year” and “we plan 30 for the next quarter” name a time to work in, and not its end.
  const isPeriod = lexemes[at - 1]?.lower === 'for' || (second === 'year' && lexemes[at - 1]?.lower === 'in');
  if (first === 'next' && !isPeriod) {
    if (second === 'week') return { date: addDays(today, 7), last: at + 1, first: at };
    if (second === 'month') return { date: addMonths(today, 1), last: at + 1, first: at };
    if (second === 'quarter') return { date: addMonths(today, 3), last: at + 1, first: at };
    if (second === 'year') return { date: new Date(Date.UTC(year + 1, 0, 1)), last: at + 1, first: at };
  }
  return undefined;
}

function partOf(lexemes: readonly Lexeme[], at: number): { day: number; first: number; before: string } {
  let first = at;
  let back = at - 1;
  const isLink = (word: string) => /^(?:of|de|-|the|del)$/.test(word);
  while (isLink(lexemes[back]?.lower ?? '') && back > at - 3) back -= 1;
  const word = lexemes[back]?.lower ?? '';
  const glued = lexemes[at]?.lower ?? '';
  const done = (day: number) => ({ day, first: back, before: lexemes[back - 1]?.lower ?? '' });
  if (/^(?:end|ende|fin|finales|late|fines)$/.test(word)) return done(word === 'late' ? 25 : 31);
  if (/^(?:mid|middle|mitte|mi|mediados)$/.test(word)) return done(15);
  if (/^(?:start|beginning|begin|early|anfang|debut|principios)$/.test(word)) return done(word === 'early' ? 5 : 1);
  if (glued.startsWith('mid-')) return { day: 15, first, before: word };
  if (/^(?:next|last)$/.test(word)) first = back;
  return { day: 1, first, before: word };
}

function yearBehind(lexemes: readonly Lexeme[], at: number): { year: number; last: number } | undefined {
  const index = /^(?:,|de)$/.test(lexemes[at]?.lower ?? '') ? at + 1 : at;
  const value = lexemes[index]?.value;
  const isYear = value !== undefined && value >= 2000 && value < 2100 && /^\d{4}$/.test(lexemes[index]?.text ?? '');
  return isYear ? { year: value, last: index } : undefined;
}

const PAST_LEAD = /^(?:since|last|seit|depuis|desde)$/;

function onDay(today: Date, month: number, day: number, year: number | undefined, before: string | undefined): Date {
  if (year !== undefined) return new Date(Date.UTC(year, month, day));
  return PAST_LEAD.test(before ?? '') ? pastYearOf(today, month, day) : yearOf(today, month, day);
}

/** The next such day; a day of the last month counts as just gone. */
function yearOf(today: Date, month: number, day: number): Date {
  const date = new Date(Date.UTC(today.getUTCFullYear(), month, day));
  return daysBetween(date, today) > 31 ? new Date(Date.UTC(today.getUTCFullYear() + 1, month, day)) : date;
}

function pastYearOf(today: Date, month: number, day: number): Date {
  const date = new Date(Date.UTC(today.getUTCFullYear(), month, day));
  return date > today ? new Date(Date.UTC(today.getUTCFullYear() - 1, month, day)) : date;
}

/** For hyphenated forms such as `mid-January`, which are one lexeme. */
export function hyphenatedMonth(lower: string): number | undefined {
  const match = /^(mid|early|late|mi|end)-([a-z]+)$/.exec(lower);
  return match === null ? undefined : MONTHS.get(match[2] ?? '');
}

export function midMonth(lower: string, month: number, today: Date): Date {
  const day = lower.startsWith('mi')
    ? 15
    : lower.startsWith('early')
      ? 5
      : lower.startsWith('end')
        ? lastDayOf(today.getUTCFullYear(), month)
        : 25;
  return yearOf(today, month, day);
}

/** The date that words such as `in seven months` lead to. */
export function dateAfter(today: Date, duration: DurationFact): Date {
  if (duration.unit === 'month') return addMonths(today, duration.amount);
  if (duration.unit === 'quarter') return addMonths(today, duration.amount * 3);
  return duration.unit === 'year' ? addMonths(today, duration.amount * 12) : addDays(today, duration.value * 7);
}
