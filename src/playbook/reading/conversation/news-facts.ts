import { foldText } from '../../../text/index.js';
import { MONTH_NAMES } from '../../facts/index.js';

/** A number with its unit, as an amount of money or a share. */
export interface Sum {
  readonly shown: string;
  readonly value: number;
  /** `%`, or money. */
  readonly unit: '%' | 'money';
  /** Sign of the money before the number, if any. */
  readonly sign: string;
  readonly isMonthly: boolean;
  /** The clause that it stands in. */
  readonly clause: string;
}

/** First letters of months in four languages, in their order; the longer ones first where they share a beginning. */
const MONTH_SIGNS: readonly RegExp[] = [
  /^(?:jan|ene|jän)/i,
  /^(?:feb|f[ée]v)/i,
  /^(?:mar(?:ch|s|z|zo)?$|märz|maerz)/i,
  /^(?:apr|abr|avr)/i,
  /^(?:may|mai|mayo)$/i,
  /^(?:jun|juin)/i,
  /^(?:jul|juil)/i,
  /^(?:aug|ago|ao[uû]t)/i,
  /^(?:sep)/i,
  /^(?:o[ck]t)/i,
  /^(?:nov)/i,
  /^(?:de[cz]|d[ée]c|dic)/i,
];
const MONTH = String.raw`(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|fevrier|mars|avril|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)`;
const DATE = new RegExp(
  String.raw`(?<end>\b(?:end of|ende|fin|finales de|late) )?(?:(?<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of |de )?)?(?<![\p{L}])(?<month>${MONTH})(?![\p{L}])(?: (?<late>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?: (?<year>20\d\d))?`,
  'giu',
);
const WEEKDAY = /\b(?:(next|this) )?(monday|tuesday|wednesday|thursday|friday)\b/i;
const SPAN = /\bin (\d+|two|three|four) (days|weeks|months)\b/i;

/** A day or a month, as it is said in English. */
export interface Moment {
  readonly shown: string;
  /** From January 1 to 12; undefined for a weekday or a span. */
  readonly month?: number;
  readonly day?: number;
}

/** Dates of a text, in their order. */
export function momentsIn(text: string): Moment[] {
  const found: Moment[] = [];
  for (const { groups = {}, index } of text.matchAll(DATE)) {
    const name = groups['month'] ?? '';
    // “I may hire”, “they march on”: small letters need a word before them that a date has.
    if (
      /^(?:may|mar|march|mars)$/.test(name) &&
      groups['day'] === undefined &&
      !BEFORE_MONTH.test(text.slice(0, index))
    )
      continue;
    const month = MONTH_SIGNS.findIndex((pattern) => pattern.test(name)) + 1;
    if (month === 0) continue;
    const day = groups['day'] ?? groups['late'];
    const parts = [day ?? '', MONTH_NAMES[month - 1] ?? '', groups['year'] ?? ''].filter((part) => part !== '');
    const shown = `${groups['end'] === undefined ? '' : 'the end of '}${parts.join(' ')}`;
    found.push({ shown, month, ...(day === undefined ? {} : { day: Number(day) }) });
  }
  if (found.length > 0) return found;
  const weekday = WEEKDAY.exec(text)?.[2];
  if (weekday !== undefined) return [{ shown: `${weekday.charAt(0).toUpperCase()}${weekday.slice(1).toLowerCase()}` }];
  const [, count, unit] = SPAN.exec(text) ?? [];
  return count === undefined || unit === undefined ? [] : [{ shown: `${count} ${unit} from now` }];
}
const BEFORE_MONTH =
  /\b(?:in|until|till|til|by|from|of|since|before|after|im|bis|ab|en|de|d[eè]s|ende|fin|early|mid|late)\s$/i;

const SUM =
  /(?<![\p{L}\d.,])([$€£])?(\d+(?:[.,]\d+)*)\s?(%|prozent|per ?cent|k\b|m\b|mio\b|million\b)?\s?(€|\$|£|eur\b|usd\b)?(\s?(?:\/|a |per |pro |par |al |im )\s?(?:mo|month|monat|mois|mes)\b)?/giu;

/** Amounts of money and shares of a text; plain counts are none. */
export function sumsIn(text: string): Sum[] {
  const found: Sum[] = [];
  for (const clause of text.split(/[,;.!?](?!\d)|\n/)) {
    for (const [whole, before = '', number = '', scale = '', after = '', monthly = ''] of clause.matchAll(SUM)) {
      const isShare = /^(?:%|p)/i.test(scale);
      const size = /^k/i.test(scale) ? 1_000 : /^m/i.test(scale) ? 1_000_000 : 1;
      if (!isShare && size === 1 && before === '' && after === '') continue;
      const plain = Number(number.replaceAll(/[.,](?=\d{3}(?!\d))/g, '').replace(',', '.'));
      found.push({
        shown: isShare ? `${number}%` : whole.replace(monthly, '').trim(),
        value: plain * size,
        unit: isShare ? '%' : 'money',
        sign: before === '' ? (/^[€$£]$/.test(after) ? after : '') : before,
        isMonthly: monthly !== '',
        clause: clause.trim(),
      });
    }
  }
  return found;
}

/** `27.6k`, `1.2m`, `900`, with the sign that the asker writes. */
export function shownSum(value: number, sign: string): string {
  const [size, unit] = value >= 1_000_000 ? [1_000_000, 'm'] : value >= 1_000 ? [1_000, 'k'] : [1, ''];
  const scaled = value / size;
  return `${sign}${scaled >= 100 ? String(Math.round(scaled)) : String(Math.round(scaled * 10) / 10)}${unit}`;
}

/** Of the amounts said before, the one that a new one takes the place of: of its unit, in a clause with the same words. */
export function sumBefore(sum: Sum, message: string, said: string): Sum | undefined {
  const candidates = sumsIn(said).filter(
    (one) =>
      one.unit === sum.unit && one.value !== sum.value && (sum.sign === '' || one.sign === '' || one.sign === sum.sign),
  );
  const subjects = contentWords(message);
  const shared = candidates.filter((one) => [...contentWords(one.clause)].some((word) => subjects.has(word)));
  const fit = shared.length > 0 ? shared : candidates;
  // Of several, the one whose size is alike.
  const alike = fit.filter(({ value }) => Math.max(value, sum.value) <= Math.min(value, sum.value) * ALIKE);
  return fit.length === 1 ? fit[0] : alike.length === 1 ? alike[0] : undefined;
}

const ALIKE = 3;

const contentWords = (text: string): ReadonlySet<string> =>
  new Set(
    foldText(text)
      .text.split(/[^\p{L}]+/u)
      .filter((word) => word.length > 2 && !STOP.test(word)),
  );
const STOP =
  /^(?:the|and|but|for|with|now|say|says|said|want|wants|they|she|his|her|our|are|was|has|have|had|not|you|that|this|from|instead|just|der|die|das|und|jetzt|sagt|dit|dice|les|une|pour|que|quiere|percent|prozent)$/;
