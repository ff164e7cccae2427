/** Languages that numbers and dates are read in. */
export type FactLanguage = 'en' | 'es' | 'fr' | 'de';

const MARKS: readonly (readonly [FactLanguage, RegExp])[] = [
  [
    'en',
    /\b(?:the|and|is|are|we|our|of|how|what|do|should|for|with|my|you|it|has|have|to|in|on|at|per|by|us|was|they)\b/g,
  ],
  [
    'es',
    /\b(?:el|los|las|una|que|para|por|nuestr[oa]s?|como|esta|con|del|es|hay|si|tenemos|cuesta|quiere|al|mi|nos|y|o)\b/g,
  ],
  [
    'fr',
    /\b(?:le|les|des|nous|une|est|pour|comment|du|et|ou|avec|que|qui|dans|mon|notre|sur|ne|pas|par|faut|il|au)\b/g,
  ],
  [
    'de',
    /\b(?:der|die|das|und|wir|nicht|ist|mit|wie|ein|eine|zu|von|oder|fur|mein|unser|sollen|haben|hat|ich|im|es)\b/g,
  ],
];

/** Lower case without accents, of the same length, so that offsets hold. */
export function plain(text: string): string {
  const lower = text.toLowerCase();
  if (/^[\0-\x7f]*$/.test(lower)) return lower;
  let out = '';
  for (const unit of text) {
    const one = unit.toLowerCase().normalize('NFD')[0] ?? unit;
    out += unit === '’' || unit === '‘' ? "'" : one.length === unit.length ? one : unit;
  }
  return out;
}

/** The language with the most function words; English when none stands out. */
export function languageOf(plainText: string): FactLanguage {
  let best: FactLanguage = 'en';
  let most = 0;
  for (const [language, pattern] of MARKS) {
    const found = plainText.match(pattern)?.length ?? 0;
    if (found > most) {
      best = language;
      most = found;
    }
  }
  return best;
}

const ONES: Readonly<Record<FactLanguage, string>> = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  es: 'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve',
  fr: 'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf',
  de: 'null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn',
};
const TENS: Readonly<Record<FactLanguage, string>> = {
  en: 'twenty thirty forty fifty sixty seventy eighty ninety',
  es: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa',
  fr: 'vingt trente quarante cinquante soixante soixante-dix quatre-vingt quatre-vingt-dix',
  de: 'zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig',
};
const SCALES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    hundred: 100,
    thousand: 1e3,
    million: 1e6,
    millions: 1e6,
    billion: 1e9,
    cien: 100,
    cent: 100,
    hundert: 100,
    mil: 1e3,
    mille: 1e3,
    tausend: 1e3,
    millon: 1e6,
    millones: 1e6,
    mio: 1e6,
    mrd: 1e9,
    millionen: 1e6,
    dozen: 12,
    docena: 12,
    douzaine: 12,
    dutzend: 12,
  }),
);
/** Scales that are words of English as well, or need a number before them. */
const ONLY_AFTER_NUMBER: ReadonlySet<string> = new Set(['cent', 'mil', 'mille', 'mio', 'mrd', 'million', 'billion']);

function wordsOf(language: FactLanguage): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  const ones = ONES[language].split(' ');
  const tens = TENS[language].split(' ');
  for (const [value, word] of ones.entries()) map.set(word, value);
  for (const [at, ten] of tens.entries()) {
    const base = (at + 2) * 10;
    map.set(ten, base);
    for (const [value, one] of ones.entries()) {
      if (value === 0 || value > 19) continue;
      if (value > 9 && !(language === 'fr' && (base === 60 || base === 80))) continue;
      const stem = language === 'de' && value === 1 ? 'ein' : one;
      map.set(language === 'de' ? `${stem}und${ten}` : `${ten}-${one}`, base + value);
      if (language === 'fr' && value === 1) map.set(`${ten}-et-un`, base + 1);
    }
  }
  if (language === 'es') {
    for (const [at, one] of 'un dos tres cuatro cinco seis siete ocho nueve'.split(' ').entries())
      map.set(`veinti${one}`, 21 + at);
  }
  if (language === 'en') map.set('ninety-nine', 99);
  map.delete('un');
  return map;
}

const NUMBER_WORDS: Readonly<Record<FactLanguage, ReadonlyMap<string, number>>> = {
  en: wordsOf('en'),
  es: wordsOf('es'),
  fr: wordsOf('fr'),
  de: wordsOf('de'),
};

/** The value of a number word; `once` and `sept` count in their own language only. */
export function numberWord(word: string, language: FactLanguage): number | undefined {
  return NUMBER_WORDS[language].get(word) ?? (language === 'en' ? undefined : NUMBER_WORDS.en.get(word));
}

const ARTICLES: ReadonlySet<string> = new Set('a an single un une una uno ein eine einem einen einer'.split(' '));

/** The count that a word of any of the four languages, an article or digits stand for; undefined for any other word. */
export function countOf(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  if (ARTICLES.has(word)) return 1;
  for (const words of Object.values(NUMBER_WORDS)) {
    const value = words.get(word);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function scaleWord(word: string, isAfterNumber: boolean): number | undefined {
  return isAfterNumber || !ONLY_AFTER_NUMBER.has(word) ? SCALES.get(word) : undefined;
}

const FRACTIONS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    third: 1 / 3,
    thirds: 1 / 3,
    quarter: 1 / 4,
    quarters: 1 / 4,
    fifth: 1 / 5,
    fifths: 1 / 5,
    sixth: 1 / 6,
    eighth: 1 / 8,
    tenth: 1 / 10,
    tercio: 1 / 3,
    tercios: 1 / 3,
    cuarto: 1 / 4,
    quinto: 1 / 5,
    tiers: 1 / 3,
    quart: 1 / 4,
    quarts: 1 / 4,
    cinquieme: 1 / 5,
    dixieme: 1 / 10,
    drittel: 1 / 3,
    viertel: 1 / 4,
    funftel: 1 / 5,
    zehntel: 1 / 10,
  }),
);
export const fractionWord = (word: string): number | undefined => FRACTIONS.get(word);
export const isHalf = (word: string): boolean =>
  /^(?:half|mitad|moitie|halfte|halb|halbe|halben|demi|medio|media)$/.test(word);
