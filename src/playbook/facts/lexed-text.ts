import { remembering } from '../../text/index.js';
import { fractionWord, isHalf, numberWord, plain, scaleWord, type FactLanguage } from './number-words.js';

/** A word, number or mark of the text. */
export interface Lexeme {
  readonly kind: 'word' | 'number' | 'ordinal' | 'mark' | 'iso' | 'break';
  readonly text: string;
  /** Lower case without accents. */
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly value?: number;
  /** Written with `k`, `M` or a word for it. */
  readonly isScaled?: boolean;
  /** A fraction in words, e.g. `a fifth`. */
  readonly isFraction?: boolean;
  /** Written in letters. */
  readonly isSpelt?: boolean;
}

const LEXEME =
  /(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.(?:20\d\d)?(?=\s|$|[,;)]))|(\d{1,2}:\d{2}|\d+(?:\/\d+)+)|(\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?)|(\p{L}[\p{L}\p{M}\p{N}]*(?:['’&/-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*)|(\n\s*)|([^\s])/gu;
const SUFFIX = /^(?:\s?([Mm]io|[Mm]rd|bn|k|K|M|m|B|[Tt]sd)(?![\p{L}\p{N}])\.?)/u;
const ORDINAL_SUFFIX = /^(?:st|nd|rd|th|er|ª|º)(?!\p{L})/u;
const MAX_LEXEMES = 4_000;

/** Digits with separators of four languages; three digits after a separator are thousands, except behind a zero. */
export function digitsValue(digits: string, isPercent: boolean): number {
  const text = digits.replaceAll(/[\u00a0\u202f '’]/g, '');
  const separators = text.match(/[.,]/g) ?? [];
  if (separators.length === 0) return Number(text);
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const tail = text.length - last - 1;
  const kinds = new Set(separators).size;
  const isThousands =
    kinds === 1 &&
    tail === 3 &&
    !isPercent &&
    !/^0[.,]/.test(text) &&
    (separators.length > 1 || /^\d{1,3}[.,]/.test(text));
  if (isThousands) return Number(text.replaceAll(/[.,]/g, ''));
  return Number(`${text.slice(0, last).replaceAll(/[.,]/g, '')}.${text.slice(last + 1)}`);
}

/** Splits a text into lexemes; number words and their compounds become one number. */
export function lex(text: string, language: FactLanguage): readonly Lexeme[] {
  return LEXERS[language](text);
}

const lexerOf = (language: FactLanguage) =>
  remembering((text): readonly Lexeme[] => joined(simple(text, language), text, language));
/** The facts, the units and the algebra read the same text. */
const LEXERS: Readonly<Record<FactLanguage, (text: string) => readonly Lexeme[]>> = {
  en: lexerOf('en'),
  es: lexerOf('es'),
  fr: lexerOf('fr'),
  de: lexerOf('de'),
};

function simple(text: string, language: FactLanguage): Lexeme[] {
  const found: Lexeme[] = [];
  LEXEME.lastIndex = 0;
  for (let match = LEXEME.exec(text); match !== null && found.length < MAX_LEXEMES; match = LEXEME.exec(text)) {
    const [whole, iso, clock, digits, word, line] = match;
    const start = match.index;
    const end = start + whole.length;
    if (digits !== undefined) found.push(digitLexeme(text, digits, start));
    else if (word !== undefined) found.push(wordLexeme(whole, start, language));
    else {
      const kind = iso !== undefined ? 'iso' : clock !== undefined ? 'word' : line === undefined ? 'mark' : 'break';
      found.push({ kind, text: whole, lower: plain(whole), start, end });
    }
    LEXEME.lastIndex = found.at(-1)?.end ?? end;
  }
  return found;
}

function digitLexeme(text: string, digits: string, start: number): Lexeme {
  let end = start + digits.length;
  const rest = text.slice(end, end + 8);
  const ordinal = ORDINAL_SUFFIX.exec(rest);
  const value = digitsValue(digits, /^\s?%/.test(rest));
  if (ordinal !== null) {
    end += ordinal[0].length;
    return { kind: 'ordinal', text: text.slice(start, end), lower: text.slice(start, end), start, end, value };
  }
  const suffix = SUFFIX.exec(rest);
  // “5 m” and “3 B” with a space are no amounts.
  const isAmount = suffix !== null && (suffix[0][0] !== ' ' || !/^ [mBkK]/.test(suffix[0]));
  const scale = isAmount ? scaleOf(suffix[1] ?? '') : 1;
  if (isAmount) end += (/^\s?(?:mio|mrd|tsd)/i.test(suffix[0]) ? suffix[0] : suffix[0].replace(/\.$/, '')).length;
  const written = text.slice(start, end);
  return {
    kind: 'number',
    text: written,
    lower: written.toLowerCase(),
    start,
    end,
    value: Number((value * scale).toPrecision(12)),
    isScaled: isAmount,
  };
}

function scaleOf(suffix: string): number {
  const lower = suffix.toLowerCase();
  if (lower === 'k' || lower === 'tsd') return 1e3;
  return lower === 'm' || lower === 'mio' ? 1e6 : 1e9;
}

function wordLexeme(text: string, start: number, language: FactLanguage): Lexeme {
  const lower = plain(text);
  const end = start + text.length;
  const value = numberWord(lower, language) ?? scaleWord(lower, false);
  if (value === undefined) return { kind: 'word', text, lower, start, end };
  return { kind: 'number', text, lower, start, end, value, isSpelt: true };
}

const ARTICLE = /^(?:a|an|one|un|una|une|ein|eine|einem|einen)$/;

/** Joins `two hundred`, `1.5 million`, `one and a half`, `a fifth`, `two thirds`, `half`, `treinta y cinco`. */
function joined(lexemes: readonly Lexeme[], text: string, language: FactLanguage): Lexeme[] {
  const out: Lexeme[] = [];
  for (let at = 0; at < lexemes.length; at += 1) {
    const one = lexemes[at];
    if (one === undefined) break;
    const made = joinedAt(lexemes, at, text, language);
    if (made === undefined) out.push(one);
    else {
      out.push(made.lexeme);
      at = made.last;
    }
  }
  return out;
}

function joinedAt(
  lexemes: readonly Lexeme[],
  at: number,
  text: string,
  language: FactLanguage,
): { lexeme: Lexeme; last: number } | undefined {
  const one = lexemes[at];
  if (one === undefined) return undefined;
  const make = (last: number, value: number, more: Partial<Lexeme> = {}) => {
    const end = lexemes[last]?.end ?? one.end;
    const written = text.slice(one.start, end);
    return {
      lexeme: { kind: 'number' as const, text: written, lower: plain(written), start: one.start, end, value, ...more },
      last,
    };
  };
  const next = lexemes[at + 1];
  if (one.kind === 'word') {
    if (isHalf(one.lower)) {
      const of = next?.lower ?? '';
      if (/^(?:a|an)$/.test(of)) return make(at + 1, 0.5, { isSpelt: true });
      return language === 'en' && one.lower === 'media'
        ? undefined
        : make(at, 0.5, { isFraction: true, isSpelt: true });
    }
    if (!ARTICLE.test(one.lower) || next === undefined) return undefined;
    if (isHalf(next.lower) && !/^(?:a|an)$/.test(lexemes[at + 2]?.lower ?? '')) return undefined;
  }
  const isOne = ARTICLE.test(one.lower);
  const count = one.kind === 'number' ? one.value : isOne ? 1 : undefined;
  if (count === undefined || next === undefined) return undefined;
  const fraction = next.kind === 'word' ? fractionWord(next.lower) : undefined;
  if (fraction !== undefined && count < 10) {
    const after = lexemes[at + 2];
    const isShare = next.lower.endsWith('s') && next.lower !== 'tiers' && next.lower !== 'quarters';
    const ofWhole =
      /^(?:of|de|des|du|der|d'.*|von|less|more|menos|parte)$/.test(after?.lower ?? '') ||
      after === undefined ||
      after.kind !== 'word';
    const isPeriod = next.lower === 'quarter' || next.lower === 'quarters';
    if (isShare || (ofWhole && !(isPeriod && !/^of$/.test(after?.lower ?? ''))))
      return make(at + 1, count * fraction, { isFraction: true, isSpelt: true });
  }
  if (one.kind !== 'number') {
    const scale = scaleWord(next.lower, false);
    return scale === undefined ? undefined : make(at + 1, scale, { isSpelt: true });
  }
  // “30 Cent” is money but in French.
  const scale = next.lower === 'cent' && language !== 'fr' ? undefined : scaleWord(next.lower, true);
  if (scale !== undefined && (one.value ?? 0) < 1000 && next.lower !== 'dozen')
    return make(at + 1, count * scale, { isScaled: scale >= 1000, isSpelt: one.isSpelt === true });
  const half = [next.lower, lexemes[at + 2]?.lower, lexemes[at + 3]?.lower].join(' ');
  if (half.startsWith('and a half')) return make(at + 3, count + 0.5, { isSpelt: true });
  if (/^(?:y media|et demie|et demi)(?: |$)/.test(half)) return make(at + 2, count + 0.5, { isSpelt: true });
  if (next.lower === 'y' && language === 'es' && count >= 30 && count < 100 && one.isSpelt === true) {
    const unit = lexemes[at + 2];
    if (unit?.isSpelt === true && (unit.value ?? 10) < 10)
      return make(at + 2, count + (unit.value ?? 0), { isSpelt: true });
  }
  return undefined;
}
