import { CURRENCY_BEFORE, CURRENCY_BEHIND, NOT_COUNTED } from '../fact-patterns.js';
import { amount, figure } from '../ledger.js';
import { lex, type Lexeme } from '../lexed-text.js';
import type { FactLanguage } from '../number-words.js';
import { durationUnit, periodOf, unitOf } from '../units.js';

/** A number of an alternative or of what holds for all of them, with what it counts and what it is for. */
export interface Figure {
  readonly kind: 'money' | 'percent' | 'ratio' | 'time' | 'count' | 'bare';
  readonly value: number;
  /** Of a time. */
  readonly unit: string;
  /** Words of what is counted, lower case. */
  readonly nouns: readonly string[];
  /** Periods and things that it is for each of; `each` for the thing named before. */
  readonly per: readonly string[];
  readonly isPeople: boolean;
  readonly currency: string;
  readonly isScaled: boolean;
  /** As it is written in arithmetic. */
  readonly label: string;
  readonly start: number;
  readonly end: number;
  /** Up to six words before and behind it, lower case. */
  readonly before: string;
  readonly after: string;
}

const MAX_FIGURES = 24;
const PERIODS: ReadonlySet<string> = new Set(['hour', 'day', 'week', 'month', 'quarter', 'year']);
export const isPeriod = (per: string): boolean => PERIODS.has(per);

const STRONG_PER = /^(?:per|\/|pro|par|por|je|jede[rnms]?|cada|each|every|chaque)$/;
const WEAK_PER = /^(?:a|an|al|im|am|l'|le|la|the|beim)$/;
const EACH = /^(?:each|apiece|chacune?|jeweils)$/;
const ARTICLE = /^(?:una?|une|eine?[mnrs]?|der|die|das|el|los|las|les|un|my|our)$/;
const HEADS =
  /^(?:head|person|people|kopf|nase|persona|personne|t[eê]te|employee|seat|user|night|noche|nacht|nuit|piece|go|time)$/;
const ADVERB: Readonly<Record<string, string>> = {
  ...{ monthly: 'month', yearly: 'year', annually: 'year', weekly: 'week', daily: 'day', hourly: 'hour' },
  ...{ mensuel: 'month', mensual: 'month', monatlich: 'month', jahrlich: 'year', anual: 'year', annuel: 'year' },
};
const NO_NOUN =
  /^(?:al|once|all|plus|flat|extra|each|cada|chacun|chacune|jeweils|je|une|un|les|des|le|la|fixed|everything|so|now|mal|ohne|mit|sin|con|sans|avec|without|mais|pero|aber|takes?|costs?|lasts?|that|who|das|die|der|el|los|las|zu|zur|zum|bei|nos|goes?|fits?|starts?|ends?|says?|thinks?|wants?|needs?|paid|spent|due|one-off|upfront|upon|less|more|mehr|weniger|go|leave|stay|come|bleiben|gehen)$/;
const WORKERS =
  /^(?:crew|typists?|nurses?|drivers?|testers?|testeurs?|pr[uü]fer|pruefer|students?|pupils?|workers?|staff|temporales|fijos|engineers?|devs?|ing[eé]nieurs?|consultants?|seniors?|juniors?|mids?|people|colleagues|kollegen|freelancers?|technicians?|agents?|operators?|clerks?|doctors?|pilots?|teachers?|guests?|attendees|vollzeit\w*)$/;
const PRICE_BEFORE =
  /(?:^|\s)(?:at|for|costs?(?: us)?|paying|pays?|sell|rent|buy|charge|fee(?: of)?|worth|budget(?: (?:is|of|says))?|says|spend|save|need|raise|a|à|por|zu|fur|für|um|pour|pagar|cuesta|kostet|coute|coûte|vaut|sind|son|avg|average|durchschnittlich|medio|je|rent it|lease|hotel|flights?|train|license|licence|price|earns?|makes|verdient|gana|gagne|earning|gegen|contra|contre|aus|um die|im schnitt|puis|then|dann|luego)$/;
/** `a 120k termination fee` is an amount. */
const MONEY_NOUN =
  /^(?:fees?|bonus|grant|budget|loan|fine|penalty|salary|retention|deal|invoice|credit|advance|deposit|discount|rent|pr[aä]mie|miete|strafe|kredit|prime|pr[eê]t|amende|multa|prestamo|beca)$/;
const IS_BUDGET = /\b(?:budget\w*|presupuesto|costs?|kosten|co[uû]ts?|prices?|salar\w+|gehalt)\b/;

/**
 * The numbers of a text in order.
 *
 * @param isPriced Whether a large number without a noun is an amount, as in `(350,000, ten months)`.
 */
export function figuresIn(text: string, language: FactLanguage, isPriced = false): Figure[] {
  const lexemes = lex(text, language);
  const found: Figure[] = [];
  for (let at = 0; at < lexemes.length && found.length < MAX_FIGURES; at += 1) {
    const one = lexemes[at];
    if (one?.kind !== 'number' || one.value === undefined || isLabel(lexemes, at, language)) continue;
    const read = figureAt(lexemes, at, { earlier: found, isPriced, language });
    if (read === undefined) continue;
    found.push(read.made);
    at = read.last;
  }
  return found;
}

/** `1)`, years and times of the day are no numbers to reckon with. */
function isLabel(lexemes: readonly Lexeme[], at: number, language: FactLanguage): boolean {
  const one = lexemes[at];
  if (one === undefined) return true;
  if (/^(?:19|20)\d\d$/.test(one.text)) return true;
  const next = lexemes[at + 1];
  // “down at 3am”; in German “am” is a preposition.
  if ((language === 'de' ? /^uhr$/ : /^(?:am|pm|o'clock)$/).test(next?.lower ?? '')) return true;
  const before = lexemes[at - 1];
  const opens = before === undefined || before.kind !== 'word' || /^(?:or|and|o|y|ou|et|oder|und)$/.test(before.lower);
  return /^\d$/.test(one.text) && next?.text === ')' && next.start === one.end && opens && before?.text !== '(';
}

interface Reading {
  readonly earlier: readonly Figure[];
  readonly isPriced: boolean;
  readonly language: FactLanguage;
}

function figureAt(
  lexemes: readonly Lexeme[],
  at: number,
  { earlier, isPriced, language }: Reading,
): { made: Figure; last: number } | undefined {
  const one = lexemes[at];
  const word = (more: number) => lexemes[at + more]?.lower ?? '';
  let value = one?.value ?? 0;
  let isScaled = one?.isScaled === true;
  const base = {
    ...{ unit: '', nouns: [] as string[], per: [] as string[], isPeople: false, currency: '' },
    ...{ start: one?.start ?? 0, before: around(lexemes, at - 1, -1) },
  };
  const made = (kind: Figure['kind'], last: number, more: Partial<Figure> = {}) => {
    const all = { ...base, kind, value, isScaled, ...more };
    return {
      made: {
        ...all,
        end: lexemes[last]?.end ?? 0,
        after: around(lexemes, last + 1, 1),
        label: more.label ?? labelOf(all, lexemes, at),
      },
      last,
    };
  };
  const ratio = ratioAt(lexemes, at);
  if (ratio !== undefined) return made('ratio', ratio.last, { value: 1 / ratio.of, label: `1 in ${figure(ratio.of)}` });
  if (one?.isFraction === true) return made('percent', at, { value: value * 100 });
  if (/^(?:%|percent|pct|prozent)$/.test(word(1))) return made('percent', at + 1);
  if (/^(?:per|por|pour)$/.test(word(1)) && /^(?:cent|ciento)$/.test(word(2))) return made('percent', at + 2);
  // “310 k€”
  let last = at;
  if (word(1) === 'k' || (word(1) === 'm' && word(2) === '€')) {
    value *= word(1) === 'k' ? 1e3 : 1e6;
    isScaled = true;
    last += 1;
  }
  const before = word(-1);
  const behind = lexemes[last + 1]?.lower ?? '';
  let currency = CURRENCY_BEFORE.test(before) ? (CURRENCY_BEHIND[before] ?? before.toUpperCase()) : '';
  if (currency === '' && Object.hasOwn(CURRENCY_BEHIND, behind)) {
    currency = CURRENCY_BEHIND[behind] ?? '';
    last += 1;
  }
  const skip = word(1) === '-' || word(1) === '–' ? 1 : 0;
  // “2.10 an hour” is no year but in French.
  const isArticle = language !== 'fr' && /^ans?$/.test(word(1 + skip));
  const time = currency === '' && !isScaled && !isArticle ? durationUnit(word(1 + skip)) : undefined;
  if (time !== undefined) {
    const end = at + 1 + skip;
    value *= time[1];
    return made('time', end, { value, unit: time[0], per: persBehind(lexemes, end), label: timeLabel(value, time[0]) });
  }
  const behindIt = currency === '' ? nounsBehind(lexemes, last) : [];
  const nouns = behindIt.some((noun) => MONEY_NOUN.test(noun)) ? [] : behindIt;
  const per = persBehind(lexemes, last + nouns.length, currency !== '');
  const ahead = perAhead(base.before);
  if (ahead !== undefined && !per.includes(ahead)) per.push(ahead);
  if (currency === '' && nouns.length === 0 && isElidedTime(earlier.at(-1), one, base.before))
    return made('time', last, {
      unit: earlier.at(-1)?.unit ?? '',
      label: timeLabel(value, earlier.at(-1)?.unit ?? ''),
    });
  const isMoney =
    currency !== '' ||
    (nouns.length === 0 &&
      one?.isSpelt !== true &&
      !(COUNTED_BEFORE.test(base.before) && !isScaled) &&
      (isScaled ||
        per.length > 0 ||
        (PRICE_BEFORE.test(base.before) && value >= 2) ||
        (value >= 1000 && (isPriced || IS_BUDGET.test(base.before)))));
  if (isMoney) return made('money', last, { currency, per });
  // “Team of 6”
  if (nouns.length === 0 && TEAM.test(base.before))
    return made('count', last, { nouns: ['people'], per, isPeople: true, label: `${figure(value)} people` });
  if (nouns.length > 0) {
    const isPeople = nouns.some((noun) => unitOf(noun)?.[1] === true || WORKERS.test(noun));
    return made('count', last + nouns.length, { nouns, per, isPeople });
  }
  return made('bare', last, { per });
}

/** `je 38.000`, `each costs us 95`, `price per school 900`, `avg school 310 pupils`. */
function perAhead(before: string): string | undefined {
  if (/(?:^|\s)(?:je|jeweils)$/.test(before) || EACH_COSTS.test(before)) return 'each';
  const unit = /(?:^|\s)(hours|days|stunden|tage|horas|dias|heures|jours) (?:at|zu|a)$/.exec(before)?.[1];
  if (unit !== undefined) return durationUnit(unit)?.[0];
  const thing = /(?:^|\s)(?:per|pro|par|por|avg|average|durchschnittlich\w*) ([\p{L}-]{3,})$/u.exec(before)?.[1];
  return thing === undefined || ARTICLE.test(thing) ? undefined : (periodOf(thing) ?? thing);
}
const TEAM = /(?:^|\s)(?:team|group|crew|squad|equipo|equipe|mannschaft|gruppe) (?:of|de|von)$/;
const EACH_COSTS =
  /(?:^|\s)(?:each|every one|cada un[oa]|chacune?|jede[rs]?) (?:costs?|takes|is|cuesta|coute|kostet)(?: us| uns| nous)?$/;
/** What is had, shipped or sold is counted, not paid. */
const COUNTED_BEFORE =
  /(?:^|\s)(?:we|wir|nous|on|i|there are) (?:have|ship|sell|make|process|handle|do|run|print|serve|expect|invite|erwarten|attendons|esperamos|haben|verkaufen|avons|vendons|tenemos|vendemos|hacemos)(?: about| around| roughly| etwa| rund| unos| environ)?$|(?:^|\s)(?:tenemos|vendemos|hacemos|procesamos)(?: unos| unas)?$/;

/** `revalidation 5 months, auditors in 8`: the unit of the time before. */
const isElidedTime = (before: Figure | undefined, one: Lexeme | undefined, words: string): boolean =>
  before?.kind === 'time' && (one?.start ?? Infinity) - before.end < 24 && /\b(?:in|after|nach|en|dans)$/.test(words);

/** `1 in 600`, `1 of 900`, `uno de cada 20`, `einer von 50`. */
function ratioAt(lexemes: readonly Lexeme[], at: number): { of: number; last: number } | undefined {
  if (lexemes[at]?.value !== 1) return undefined;
  const link = lexemes[at + 1]?.lower ?? '';
  if (!/^(?:in|of|out|von|sur|de)$/.test(link)) return undefined;
  const last = at + (link === 'out' || lexemes[at + 2]?.lower === 'cada' ? 3 : 2);
  const of = lexemes[last]?.kind === 'number' ? (lexemes[last]?.value ?? 0) : 0;
  return of >= (link === 'in' ? 3 : 8) ? { of, last } : undefined;
}

function nounsBehind(lexemes: readonly Lexeme[], last: number): string[] {
  const nouns: string[] = [];
  const skip = /^(?:-|more|extra|new|additional|other|mas|weitere|neue|autres)$/.test(lexemes[last + 1]?.lower ?? '');
  const from = skip ? last + 2 : last + 1;
  for (let at = from; at < from + 3; at += 1) {
    const one = lexemes[at];
    if (one?.kind !== 'word' || NOT_COUNTED.test(one.lower) || (NO_NOUN.test(one.lower) && one.text !== 'Go')) break;
    nouns.push(one.lower);
  }
  return nouns;
}

/** `a month`, `each`, `/yr`, `per device and month`, `im Monat und Linie`, `par utilisateur et par mois`. */
function persBehind(lexemes: readonly Lexeme[], last: number, isMoney = false): string[] {
  const per: string[] = [];
  let isOpen = false;
  for (let at = last + 1; at <= last + 8; at += 1) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'break' || one.kind === 'number') break;
    const next = lexemes[at + 1];
    const adverb = ADVERB[one.lower];
    if (
      EACH.test(one.lower) &&
      !(next?.kind === 'word' && one.lower === 'each' && periodOf(next.lower) !== undefined)
    ) {
      per.push('each');
      continue;
    }
    if (one.lower === 'cada' && /^un[oa]$/.test(next?.lower ?? '')) {
      per.push('each');
      at += 1;
      continue;
    }
    if (adverb !== undefined) per.push(adverb);
    else if (STRONG_PER.test(one.lower) || WEAK_PER.test(one.lower)) {
      // “8,40 € le repas”, “450 a slot”
      const ends = lexemes[at + 2]?.kind !== 'word' && lexemes[at + 2]?.kind !== 'number';
      const isStrong =
        STRONG_PER.test(one.lower) ||
        (isMoney && /^(?:le|la|l'|the)$/.test(one.lower)) ||
        (ends && /^an?$/.test(one.lower));
      const named = thingOf(next, isStrong);
      if (named === undefined) break;
      per.push(named);
      isOpen = true;
      at += 1;
    } else if (isOpen && /^(?:and|und|et|y|\/)$/.test(one.lower)) {
      if (STRONG_PER.test(next?.lower ?? '')) continue;
      const named = thingOf(next, true);
      if (named === undefined) break;
      per.push(named);
      at += 1;
    } else break;
  }
  return per;
}

function thingOf(word: Lexeme | undefined, isStrong: boolean): string | undefined {
  if (word?.kind !== 'word' || ARTICLE.test(word.lower)) return undefined;
  const period = periodOf(word.lower) ?? durationUnit(word.lower)?.[0];
  if (period !== undefined) return period;
  return isStrong || HEADS.test(word.lower) ? word.lower : undefined;
}

const timeLabel = (value: number, unit: string): string => `${figure(value)} ${unit}${value === 1 ? '' : 's'}`;

function labelOf(one: Omit<Figure, 'end' | 'after' | 'label'>, lexemes: readonly Lexeme[], at: number): string {
  if (one.kind === 'money') return amount(one.value, { ...one, isScaled: one.isScaled && one.value >= 1000 });
  if (one.kind === 'percent') return `${figure(one.value)}%`;
  const nouns = lexemes.slice(at + 1, at + 1 + one.nouns.length).map(({ text }) => text);
  return [figure(one.value), ...nouns].join(' ');
}

function around(lexemes: readonly Lexeme[], from: number, step: 1 | -1): string {
  const words: string[] = [];
  for (let at = from; words.length < 6; at += step) {
    const one = lexemes[at];
    if (one === undefined || one.kind === 'break' || /^[.?!;()]$/.test(one.lower)) break;
    if (step > 0) words.push(one.lower);
    else words.unshift(one.lower);
  }
  return words.join(' ');
}

/** Two words for the same thing: `robot` and `robots`, `Gerät` and `Geräte`. */
export function isSameThing(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 3) return one === other;
  const stem = short.length > 4 ? short.slice(0, -1) : short;
  return long.startsWith(stem) && long.length - short.length <= 3;
}
