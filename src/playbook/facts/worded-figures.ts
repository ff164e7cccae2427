import { remembering } from '../../text/index.js';
import { amount, figure } from './ledger.js';
import { plain } from './number-words.js';

export type FigureUnit = 'money' | '%' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year' | '';

/** A number with its unit, its period and all the words of its sentence, from which a method reads its role. */
export interface WordedFigure {
  readonly value: number;
  readonly unit: FigureUnit;
  /** The period that it is for; empty without one. */
  readonly per: string;
  readonly label: string;
  readonly currency: string;
  readonly isScaled: boolean;
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
  /** The sentence, and its parts before and behind the number, lower case without accents. */
  readonly whole: string;
  readonly before: string;
  readonly after: string;
}

const SPELT: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12 },
  ...{ dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, zwei: 2, drei: 3, vier: 4, funf: 5, sechs: 6 },
  ...{ deux: 2, trois: 3, quatre: 4, cinq: 5 },
};
const UNITS: readonly (readonly [FigureUnit, RegExp])[] = [
  ['%', /^ ?(?:%|percent\b|per cent\b|prozent\b|pct\b|por ciento\b)/],
  ['minute', /^[ -]?(?:bad |full )?(?:minutes?|mins?|minuten|minutos)\b/],
  ['hour', /^[ -]?(?:engineer |productive |working )?(?:hours?|hrs?|h|stunden?|horas?|heures?)\b/],
  ['day', /^[ -]?(?:working |engineer |calendar )?(?:days?|tagen?|dias?|jours?)\b/],
  ['week', /^[ -]?(?:weeks?|wks?|wochen?|semanas?|semaines?)\b/],
  ['month', /^[ -]?(?:months?|monaten?|mes(?:es)?|mois)\b/],
  ['year', /^[ -]?(?:years?|yrs?|jahren?|anos?|ans|annees?)\b/],
];
const PERIODS: readonly (readonly [string, RegExp])[] = [
  ['hour', /^(?:hour|hr|h|stunde|hora|heure)\b/],
  ['day', /^(?:day|tag|dia|jour)\b/],
  ['week', /^(?:week|wk|woche|semana|semaine)\b/],
  ['month', /^(?:month|mo|monat|mes|mois)\b/],
  ['quarter', /^(?:quarter|quartal|trimestre)\b/],
  ['year', /^(?:year|yr|jahr|ano|an|annee)\b/],
];
const SPELT_WORD = Object.keys(SPELT).join('|');
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\d.,])(?:(?<ratio>1|one) in (?<of>\d+|twenty|ten|twelve|five|six|eight)|(?<half>half)(?= (?:of|the))|(?<sign>[€$£]) ?(?<paid>\d[\d.,]*\d|\d) ?(?<paidScale>k|m|mn|million)?(?![\p{L}\d])|(?<digits>\d[\d.,]*\d|\d)(?: ?(?<scale>k|m€|mn|million(?:en|es)?)(?![\p{L}\d]))?|(?<word>${SPELT_WORD})(?= ))`,
  'gu',
);
const MAX_LENGTH = 1_500;
const MAX_FIGURES = 18;

/** The numbers of a text, in order. Each method of reckoning asks for those of the same text. */
export const figuresIn = remembering(readFigures);

function readFigures(text: string): readonly WordedFigure[] {
  const lower = plain(text.slice(0, MAX_LENGTH));
  const sentences = sentencesOf(lower);
  const found: WordedFigure[] = [];
  for (const match of lower.matchAll(NUMBER)) {
    const at = sentences.findLastIndex(({ start }) => start <= match.index);
    const sentence = sentences[at];
    if (sentence !== undefined) found.push(figureAt(match, lower, sentence, at));
    if (found.length === MAX_FIGURES) break;
  }
  return found;
}

interface Sentence {
  readonly start: number;
  readonly end: number;
}

function sentencesOf(lower: string): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  for (const { index } of lower.matchAll(/[.?!;](?=\s|$)|\n/g)) {
    found.push({ start, end: index });
    start = index + 1;
  }
  return [...found, { start, end: lower.length }];
}

function figureAt(match: RegExpExecArray, lower: string, { start, end }: Sentence, sentence: number): WordedFigure {
  const { ratio, of, half, sign, paid, paidScale, digits, scale, word = '' } = match.groups ?? {};
  let behind = match.index + match[0].length;
  const isPart = ratio !== undefined || half !== undefined;
  const bare = isPart
    ? 100 / (half === undefined ? (SPELT[of ?? ''] ?? (of === 'twenty' ? 20 : Number(of))) : 2)
    : digits === undefined && paid === undefined
      ? (SPELT[word] ?? 0)
      : numberOf(paid ?? digits ?? '');
  const factor = factorOf(paidScale ?? scale);
  const rest = lower.slice(behind, end);
  const coin = /^ ?(€|\$|£|eur(?:os?)?\b|usd\b|chf\b|dollars?\b)/.exec(rest);
  const time = UNITS.find(([, pattern]) => pattern.test(rest));
  const isMoney = sign !== undefined || coin !== null || scale?.includes('€') === true;
  const unit: FigureUnit = isPart ? '%' : isMoney ? 'money' : (time?.[0] ?? '');
  behind += (isMoney ? coin : time === undefined ? null : time[1].exec(rest))?.[0].length ?? 0;
  const after = lower.slice(behind, end);
  const value = bare * factor;
  const currency = isMoney ? (sign ?? symbolOf(coin?.[1] ?? '€')) : '';
  const isScaled = factor > 1;
  const per = isPart ? '' : periodBehind(after);
  return {
    ...{ value, unit, currency, isScaled, sentence, after, per },
    label:
      half === undefined ? (isPart ? `1 in ${figure(100 / value)}` : labelOf(value, unit, currency, isScaled)) : 'half',
    start: match.index,
    end: behind,
    whole: lower.slice(start, end),
    before: lower.slice(start, match.index),
  };
}

const symbolOf = (coin: string): string =>
  coin.startsWith('eur') ? '€' : coin === 'usd' || coin.startsWith('dollar') ? '$' : coin.toUpperCase();

function labelOf(value: number, unit: FigureUnit, currency: string, isScaled: boolean): string {
  if (unit === 'money') return amount(value, { currency, isScaled });
  if (unit === '%') return `${figure(value)}%`;
  return unit === '' ? figure(value) : `${figure(value)} ${unit}${value === 1 ? '' : 's'}`;
}

const factorOf = (scale: string | undefined): number => (scale === undefined ? 1 : scale === 'k' ? 1e3 : 1e6);

/** `1.500`, `1,500` and `1.5`: three digits behind a mark are thousands. */
function numberOf(digits: string): number {
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(digits)) return Number(digits.replaceAll(/[.,]/g, ''));
  return Number(digits.replace(/[.,](?=.*[.,])/g, '').replace(',', '.'));
}

/** `a month`, `/mo`, `chats/mo`, `monthly`, `each a day`. */
function periodBehind(after: string): string {
  const head =
    /^[^,:;()]{0,34}/.exec(after)?.[0].split(/ (?:and|but|plus|for|of|y|et|und|e|in|on|with|from|desde) |\d/)[0] ?? '';
  const named = /(?:\/ ?|\b(?:a|an|per|each|every|al|por|pro|im|par|cada|jeden|chaque|the) )([a-z]+)/g;
  for (const [, word = ''] of head.matchAll(named)) {
    const period = PERIODS.find(([, pattern]) => pattern.test(word));
    if (period !== undefined) return period[0];
  }
  const adverb =
    /^ ?(?:net |netto )?(month|monatlich|mensual|mensuel|year|jahrlich|anual|annuel|dai|week)(?:ly|e|es)?\b/.exec(
      after,
    )?.[1];
  if (adverb === undefined) return '';
  return /^(?:month|monat|mens)/.test(adverb)
    ? 'month'
    : adverb === 'dai'
      ? 'day'
      : adverb === 'week'
        ? 'week'
        : 'year';
}

/** Last and first letters of the words around a figure. */
export const ahead = ({ before }: WordedFigure, letters = 40): string => before.slice(-letters);
export const behind = ({ after }: WordedFigure, letters = 40): string => after.slice(0, letters);
/** The words around it as far as the next numbers. */
export const around = (one: WordedFigure): string =>
  `${ahead(one, 60).split(/\d/).at(-1) ?? ''}·${behind(one, 60).split(/\d/)[0] ?? ''}`;
/** The only one, or nothing: of two the role is unsure. */
export function only(figures: readonly WordedFigure[]): WordedFigure | undefined {
  return figures.length === 1 ? figures[0] : undefined;
}
