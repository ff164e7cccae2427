import { foldText } from '../../../text/index.js';

const NUMBER = String.raw`[$€£]?\d[\d.,]*\d|[$€£]?\d`;
/** An amount with its unit: `31k`, `45 people`, `1,650`. */
const AMOUNT = new RegExp(String.raw`(${NUMBER})\s?(k|m|mio|%|€|\$|eur|usd)?(?![\p{L}\d])(?:\s(\p{L}{3,}))?`, 'giu');
const NOT = 'not|instead of|rather than|statt|nicht|no|en vez de|et non|pas|au lieu de';
const ARTICLE = '(?:the |el |la |le |den |der |am |on |die |das |en |in |im |by |for |from |until |bis |pour |para )?';
const VALUE = String.raw`(?:${NUMBER})(?:k|m|%|€|\$)?`;
type Order = 'new-first' | 'old-first';
/** `29k not 31k`, `the 16th, not the 14th`, `nicht 31, sondern 29`: numbers, then words. */
const INSTEAD: readonly (readonly [RegExp, Order])[] = [
  [
    new RegExp(
      String.raw`(?<![\d.,])(${VALUE})(?:st|nd|rd|th|\.)?(?: \p{L}+){0,2},? (?:and |y |et |und )?(?:${NOT}) ${ARTICLE}(${VALUE})(?:st|nd|rd|th)?[.!,:?]?(?=\s|$)`,
      'iu',
    ),
    'new-first',
  ],
  [
    new RegExp(
      String.raw`\b(?:not|nicht|no|pas) ${ARTICLE}(${VALUE})(?:st|nd|rd|th)?,? (?:but|sondern|sino|mais) ${ARTICLE}(${VALUE})`,
      'iu',
    ),
    'old-first',
  ],
  [
    new RegExp(
      String.raw`(?<![\p{L}\d])(\p{L}[\p{L}\d-]+),? (?:and |y |et |und )?(?:not|instead of|rather than|statt|nicht|en vez de|et non|au lieu de) ${ARTICLE}(\p{L}[\p{L}\d-]+)[.!,:]?(?=\s|$)`,
      'iu',
    ),
    'new-first',
  ],
  [/\b(?:not|nicht|no|pas) (\p{L}[\p{L}\d-]+),? (?:but|sondern|sino|mais) (\p{L}[\p{L}\d-]+)(?=\W|$)/iu, 'old-first'],
];
/** `300 a DAY`: another period for the same number. */
const PERIOD = new RegExp(
  String.raw`(?<![\d.,])(${NUMBER})((?: \p{L}+){0,2}) (a|per|pro|por|par|al|am|je|each|every) (\p{L}{3,})`,
  'iu',
);
const SAME_SIZE = 3;
/** Counts in words, as short messages have them: of any words, so none that means something else in another language. */
const WORDS: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ zwei: 2, drei: 3, vier: 4, funf: 5, dos: 2, tres: 3, cuatro: 4, deux: 2, trois: 3, quatre: 4 },
};

/** What was said with one fact replaced, and which. */
export interface Correction {
  /** Whether the message names the old value: it corrects, whatever else it seems to ask. */
  readonly isOutright?: boolean;
  readonly text: string;
  readonly old: string;
  readonly made: string;
}

/**
 * What was said, with a fact replaced by what a message says of it; undefined where the message replaces none.
 *
 * A fact is replaced where the message names the old value, where it has another number of the same things, or where its
 * only number is of the size of exactly one number of the text.
 */
export function corrected(said: string, message: string): Correction | undefined {
  const first = named(said, message);
  const dated = redated(first?.text ?? said, message);
  if (first !== undefined && dated !== undefined)
    return {
      ...{ text: dated.text, isOutright: true },
      ...{ old: `${first.old}, ${dated.old}`, made: `${first.made}, ${dated.made}` },
    };
  return first ?? dated ?? rated(said, message) ?? several(said, message) ?? counted(said, message);
}

function named(said: string, message: string): Correction | undefined {
  for (const [pattern, order] of INSTEAD) {
    const found = pattern.exec(message);
    const [made, old] = order === 'new-first' ? [found?.[1], found?.[2]] : [found?.[2], found?.[1]];
    if (made === undefined || old === undefined || made === old || !isOfOneKind(made, old)) continue;
    const at = new RegExp(String.raw`(?<![\p{L}\d]|\d[.,])${escaped(old)}(?![\p{L}\d]|[.,]\d)`, 'iu').exec(said);
    if (at !== null)
      return {
        ...{ text: `${said.slice(0, at.index)}${made}${said.slice(at.index + old.length)}`, old, made },
        isOutright: true,
      };
  }
  return undefined;
}

/** A date takes the place of a date, and no word that only joins others takes that of anything. */
function isOfOneKind(made: string, old: string): boolean {
  if (JOINS.test(made) || JOINS.test(old)) return false;
  return isDay(made) === isDay(old) && /\d/.test(made) === /\d/.test(old);
}
const JOINS =
  /^(?:en|in|im|on|at|by|to|of|for|from|with|and|or|but|so|the|el|la|le|les|der|die|das|den|de|du|du|au|aux|et|und|y|est|is|are|it|its|be|do|we|you|they|he|she|i|nous|on|je|il|elle|wir|ich|er|sie|que|qui|not|no|pas|nicht|just|only|now|auf|mit|bei|zu|von|por|para|con|sin|pour|avec|sans|sur|dans)$/i;
const isDay = (word: string): boolean => DAY_OR_MONTH.test(foldText(word).text);
const DAY_OR_MONTH =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miercoles|jueves|viernes|janu?\w*|feb\w*|fev\w*|mar(?:ch|s|z|zo)|ap?[bv]r\w*|may|mai|mayo|jun\w*|juin|jul\w*|juil\w*|aug\w*|aout|ago\w*|sep\w*|okt\w*|oct\w*|nov\w*|dez\w*|dec\w*|dic\w*|ene\w*)$/;

const DATE_SPAN =
  /\b(\d{1,2})(?:st|nd|rd|th|\.)?(?:(\s?[-–]\s?| (?:and|to|und|bis|et|au|y|al) )(\d{1,2})(?:st|nd|rd|th|\.)?)? (?:of |de )?(jan|feb|f[ée]v|mar|m[äa]rz|apr|avr|abr|may\b|mai\b|mayo|jun|juin|jul|juil|aug|ao[uû]t|ago|sep|o[ck]t|nov|de[cz]|d[ée]c|dic|ene)\p{L}*/giu;
const MOVES =
  /\b(?:correction|actually|sorry|now|moved?|postponed|instead|changed|new date|is on|are on|korrektur|jetzt|neu|verschoben|doch|maintenant|report[ée]\w*|finalement|ahora|aplazad\w*|correcci[oó]n)\b/i;
const WORDS_OF_A_DATE = 16;

/** The only date of its form, a day or a span of days, after “moved to” and the like. */
function redated(said: string, message: string): Correction | undefined {
  if (!MOVES.test(message) || message.split(/\s+/).length > WORDS_OF_A_DATE) return undefined;
  const [made, ...more] = message.matchAll(DATE_SPAN);
  if (made === undefined || more.length > 0) return undefined;
  const alike = [...said.matchAll(DATE_SPAN)].filter((one) => (one[2] === undefined) === (made[2] === undefined));
  const [old] = alike;
  if (old === undefined || alike.length > 1 || old[0] === made[0]) return undefined;
  return { text: said.replace(old[0], made[0]), old: old[0], made: made[0] };
}

/** The same number for another period: `300 a DAY` after `300 alerts a week`. */
function rated(said: string, message: string): Correction | undefined {
  const [, number = '', , link = '', period = ''] = PERIOD.exec(message) ?? [];
  if (number === '') return undefined;
  const before = PERIOD.exec(said);
  if (before === null || before[1] !== number || before[4]?.toLowerCase() === period.toLowerCase()) return undefined;
  const [whole, , things = ''] = before;
  const made = `${number}${things} ${link} ${period.toLowerCase()}`;
  return {
    text: `${said.slice(0, before.index)}${made}${said.slice(before.index + whole.length)}`,
    ...{ old: whole, made, isOutright: true },
  };
}

/** Two facts at once: `make it 6 people and 13 a week`. */
function several(said: string, message: string): Correction | undefined {
  const clauses = message.split(/\s+(?:and|und|y|et)\s+/i);
  if (clauses.length !== 2 || clauses.some((clause) => amountsIn(clause).length !== 1)) return undefined;
  let text = said;
  const found: Correction[] = [];
  for (const clause of clauses) {
    const one = repaced(text, clause) ?? counted(text, clause);
    if (one === undefined) return undefined;
    text = one.text;
    found.push(one);
  }
  const listed = (values: readonly string[]) => values.join(' and ');
  return { text, old: listed(found.map(({ old }) => old)), made: listed(found.map(({ made }) => made)) };
}

/** Another number for the same period: `13 a week` after `9 a week`. */
function repaced(said: string, clause: string): Correction | undefined {
  const [, number = '', , , period = ''] = PERIOD.exec(clause) ?? [];
  const [whole = '', before = '', , , same = ''] = PERIOD.exec(said) ?? [];
  if (number === '' || before === number || period.toLowerCase() !== same.toLowerCase()) return undefined;
  return { text: said.replace(whole, whole.replace(before, number)), old: before, made: number };
}

interface Amount {
  readonly index: number;
  readonly length: number;
  readonly value: number;
  /** `k`, `%` and the like. */
  readonly scale: string;
  readonly noun: string;
}

function counted(said: string, message: string): Correction | undefined {
  const words = message.trim().split(/\s+/).length;
  if (
    words > 14 ||
    /\b(?:from|since|by|until|on|each|per|more|another|cost\w*|costs|left|remaining|still|noch|encore|todav[ií]a)\b/i.test(
      message,
    )
  )
    return undefined;
  const [made, ...more] = amountsIn(message);
  if (made === undefined || more.length > 0) return undefined;
  // Two spans of time are two things, unless the message says that one has changed.
  if (TIME.test(made.noun) && !CHANGES.test(message)) return undefined;
  const candidates = amountsIn(said);
  const sameNoun = candidates.filter((one) => made.noun !== '' && stem(one.noun) === stem(made.noun));
  // “what if 1,650?” speaks of the number that is alike.
  const isBare =
    made.noun === '' && made.scale === ''
      ? /^\W*(?:and |what if |und |y |et )?(?:at|with|for|it's|its|for|bei|mit|con|a|avec)?\W*[\d.,]+\W*$/i.test(
          message,
        )
      : made.scale !== '';
  const alike = candidates.filter(
    (one) => one.scale === made.scale && one.value !== made.value && ratio(one.value, made.value) <= SAME_SIZE,
  );
  const [old, ...others] =
    sameNoun.length > 0 ? sameNoun : isBare ? sharingSubject(alike, candidates, said, message) : [];
  if (old === undefined || others.length > 0 || old.value === made.value) return undefined;
  const shown = message.slice(made.index, made.index + made.length);
  return {
    text: `${said.slice(0, old.index)}${shown}${said.slice(old.index + old.length)}`,
    old: said.slice(old.index, old.index + old.length),
    made: shown,
  };
}

/** Of amounts of the same scale, those whose clause speaks of what the message speaks of; all that are alike without such. */
function sharingSubject(alike: Amount[], all: readonly Amount[], said: string, message: string): Amount[] {
  const subjects =
    message
      .toLowerCase()
      .match(/\p{L}{4,}/gu)
      ?.filter((word) => !/^(?:with|make|what|have|just|only|says?)$/.test(word)) ?? [];
  const clauseOf = ({ index }: Amount) => {
    const start = Math.max(...[',', ';', '.', '(', '\n'].map((mark) => said.lastIndexOf(mark, index)));
    return said.slice(start + 1, index).toLowerCase();
  };
  const about = all.filter((one) => subjects.some((word) => clauseOf(one).includes(word)));
  return about.length > 0 ? alike.filter((one) => about.includes(one)) : alike;
}

function amountsIn(text: string): Amount[] {
  const amounts: Amount[] = [];
  for (const found of text.matchAll(AMOUNT)) {
    const [whole, number = '', scale = '', noun = ''] = found;
    const value = Number(
      number
        .replaceAll(/[^\d.,]/g, '')
        .replaceAll(/[.,](?=\d{3}(?!\d))/g, '')
        .replace(',', '.'),
    );
    if (!Number.isFinite(value)) continue;
    const length = noun === '' ? whole.length : whole.length - noun.length - 1;
    const isTeam = TEAM.test(text.slice(0, found.index));
    amounts.push({
      ...{ index: found.index, length, value, scale: scale.toLowerCase() },
      noun: isTeam ? 'people' : noun.toLowerCase(),
    });
  }
  const folded = foldText(text).text;
  if (folded.length !== text.length) return amounts;
  for (const found of folded.matchAll(/\b([a-z]+) (?=([a-z]{3,}))/g)) {
    const value = WORDS[found[1] ?? ''];
    if (value === undefined) continue;
    amounts.push({ index: found.index, length: (found[1] ?? '').length, value, scale: '', noun: found[2] ?? '' });
  }
  return amounts;
}

const TIME =
  /^(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?|minuten?|stunden?|tagen?|wochen?|monaten?|jahren?|d[ií]as?|horas?|semanas?|mes(?:es)?|a[ñn]os?|jours?|heures?|semaines?|mois|ans?)$/iu;
const CHANGES =
  /\b(?:now|only|just|actually|sorry|it's|its|instead|make|have|meant|nur|doch|jetzt|eigentlich|sean|son|ahora|plut[oô]t|maintenant|finalement|seulement)\b/i;
/** `team of 4` counts people. */
const TEAM = /\b(?:team of|team von|equipo de|[eé]quipe de) $/i;
const ratio = (one: number, other: number): number => Math.max(one, other) / Math.max(1e-9, Math.min(one, other));
const stem = (noun: string): string => noun.replace(/(?:en|e?s)$/, '');
const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
