import { plainText } from '../question/quotable-text.js';
import type { AtHandGroup, Language } from './schema.js';
import { readAtHand } from './sensitive-content.js';

/** People and things that a text speaks of, by what they mean for the answer, as the asker wrote them. */
export type NamedAtHand = Readonly<Record<AtHandGroup, readonly string[]>> & { readonly date: string | undefined };

const READ = 2_000;
const MAX_OF_A_GROUP = 3;
const MAX_MODIFIERS = 2;

const WORD = /[\p{L}\p{N}]+(?:[-.’'][\p{L}\p{N}]+)*/gu;
/** What others said is theirs: its nouns are no people or things of the asker's. */
const SAID = /(?<![\p{L}\p{N}])'[^'\n]*(?:'[^'\s][^'\n]*)*'(?![\p{L}\p{N}])/gu;

const DETERMINERS: ReadonlySet<string> = new Set(
  'the a an my our his her their this that these those each every another some any no both two three four five six your'.split(
    ' ',
  ),
);
/** In the answer it is “your boss”, and what was one of several to the asker is known by now. */
const SAID_TO_ASKER: ReadonlyMap<string, string> = new Map([
  ['my', 'your'],
  ['our', 'your'],
  ['his', 'his'],
  ['her', 'her'],
  ['their', 'their'],
]);
/** No word of these belongs to a name of something: verbs, prepositions, pronouns. */
const NO_MODIFIER: ReadonlySet<string> = new Set(
  `i me you he she it we us they them who which what where when how why and or but if so than then as at by for from in into of off
   on onto out over to up with without about after before until till since is are was were be been being am has have had do does did
   done will would can could should may might must not now just only also too very still already yet there here because while one
   wants want wanted says said told tell tells asks asked ask gets got get goes went go makes made make takes took take keeps kept keep
   puts put sees saw seen found find knows knew think thinks thought let lets sent sends send came comes come gave gives give left
   leaves leave stays stay runs run works work worked works use uses used calls called call wrote write writes shows showed
   showed signed signs sign booked needs need needed started starts stopped stops moved moves hit hits lost loses like likes
   his her their my our your its reports it's i'm i've i'd i'll he's she's they're we're don't doesn't didn't can't won't isn't
   wasn't all same other others own more most many few much worst`.split(/\s+/),
);
/** A role goes on: “head of data”, “chair of our board”. */
const OFFICES: ReadonlySet<string> = new Set(['head', 'chair', 'director', 'vp', 'chief', 'president', 'dean']);

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly at: number;
  readonly end: number;
}

/** Reads the people and things at hand; each once, in the order in which they are named. */
export function namedAtHand(text: string, language: Language): NamedAtHand {
  const told = plainText(text, READ).replaceAll(/[‘’]/g, "'");
  const read = told.replaceAll(SAID, (said) => ' '.repeat(said.length));
  const words = [...read.matchAll(WORD)].map(([word, { length } = word]): Word => ({
    text: word,
    lower: word.toLowerCase(),
    at: 0,
    end: length,
  }));
  let at = 0;
  const placed = words.map((word): Word => {
    const start = read.indexOf(word.text, at);
    at = start + word.text.length;
    return { ...word, at: start, end: at };
  });
  const found: Record<AtHandGroup, string[]> = {
    people: language === 'de' ? [] : namesIn(read, language),
    leaders: [],
    outsiders: [],
    vulnerable: [],
    records: [],
    hazards: [],
    places: [],
    matters: [],
    work: [],
  };
  const groups = groupsOf(language);
  for (let index = 0; index < placed.length; index += 1) {
    const head = headAt(groups, placed, index, read);
    if (head === undefined) continue;
    const phrase =
      language === 'en' ? englishPhrase(groups, placed, index, head, read) : foreignPhrase(placed, index, head, read);
    if (phrase !== undefined) add(found[head.group], phrase);
    index = head.last;
  }
  return { ...found, date: dateIn(read, language) };
}

function add(phrases: string[], phrase: string): void {
  const bare = bareOf(phrase);
  const isKnown = phrases.some((known) => bareOf(known).endsWith(bare) || bare.endsWith(bareOf(known)));
  if (!isKnown && phrases.length < MAX_OF_A_GROUP) phrases.push(phrase);
}

const bareOf = (phrase: string): string => phrase.toLowerCase().replace(/^(?:the|your|his|her|their) /, '');

interface Head {
  readonly group: AtHandGroup;
  /** Index of its last word, and where that ends. */
  readonly last: number;
  readonly end: number;
}

interface Nouns {
  readonly exact: ReadonlyMap<string, AtHandGroup>;
  readonly beginnings: readonly (readonly [string, AtHandGroup])[];
  readonly endings: readonly (readonly [string, boolean, AtHandGroup])[];
}

const loaded = new Map<Language, Nouns>();
const MAX_HEAD_WORDS = 3;

function groupsOf(language: Language): Nouns {
  let nouns = loaded.get(language);
  if (nouns === undefined) {
    const exact = new Map<string, AtHandGroup>();
    const beginnings: [string, AtHandGroup][] = [];
    const endings: [string, boolean, AtHandGroup][] = [];
    for (const [group, list] of Object.entries(readAtHand().nouns[language]) as [AtHandGroup, string[]][]) {
      for (const noun of list) {
        const isOpen = noun.endsWith('*');
        const bare = noun.replaceAll('*', '');
        if (noun.startsWith('*')) endings.push([bare, isOpen, group]);
        else if (isOpen) beginnings.push([bare, group]);
        else exact.set(noun, group);
      }
    }
    nouns = { exact, beginnings, endings };
    loaded.set(language, nouns);
  }
  return nouns;
}

/** How many letters of an ending a noun may have more: a plural, a case. */
const MAX_INFLECTION = 3;

function groupOf({ exact, beginnings, endings }: Nouns, noun: string, words: number): AtHandGroup | undefined {
  const isInflected = (rest: number) => rest >= 0 && rest <= MAX_INFLECTION;
  const known =
    exact.get(noun) ??
    beginnings.find(
      ([start]) => noun.startsWith(start) && isInflected(noun.length - start.length) && wordsIn(start) === words,
    )?.[1];
  if (known !== undefined || words > 1) return known;
  return endings.find(([end, isOpen]) => {
    const from = noun.lastIndexOf(end);
    return from >= 0 && (isOpen ? isInflected(noun.length - from - end.length) : noun.endsWith(end));
  })?.[2];
}

const wordsIn = (noun: string): number => noun.split(' ').length;

/** The noun that begins here, the longest first. */
function headAt(nouns: Nouns, words: readonly Word[], index: number, read: string): Head | undefined {
  for (let length = MAX_HEAD_WORDS; length > 0; length -= 1) {
    const first = words[index];
    const last = words[index + length - 1];
    if (first === undefined || last === undefined) continue;
    const noun = read.slice(first.at, last.end);
    if (/[.,;:?!()\n]/.test(noun) && length > 1) continue;
    const group = groupOf(nouns, noun.toLowerCase().replace(/'s$/, ''), length);
    if (group !== undefined) return { group, last: index + length - 1, end: last.end };
  }
  return undefined;
}

const WAYS = /\b(?:by|via|per|over|on) (?:a |the )?(?:video|phone|mail)$|\b(?:from|in|at|to) (?:the|our|my) office$/i;
const MAX_WAY = 24;

/** “the light curtain”, “press 4”, “your head of data”; undefined where the word is no noun here. */
function englishPhrase(
  nouns: Nouns,
  words: readonly Word[],
  index: number,
  head: Head,
  read: string,
): string | undefined {
  const first = words[index];
  let last = words[head.last];
  if (first === undefined || last === undefined) return undefined;
  const next = words[head.last + 1];
  // “the severance list” is a list.
  if (
    next !== undefined &&
    read.slice(last.end, next.at) === ' ' &&
    headAt(nouns, words, head.last + 1, read) !== undefined
  ) {
    return undefined;
  }
  // “By video call” says how, “from the office” where.
  if (WAYS.test(read.slice(0, last.end).slice(-MAX_WAY)) || /^calls?$/.test(next?.lower ?? '')) return undefined;
  let isNumbered = false;
  const isNextTo = (word: Word | undefined, end: number) => word !== undefined && /^ $/.test(read.slice(end, word.at));
  if (OFFICES.has(first.lower) && next?.lower === 'of') last = officeEnd(words, head.last + 1, read) ?? last;
  else if (
    next !== undefined &&
    isNextTo(next, last.end) &&
    /^\d{1,4}$|^[A-Z]\d{0,3}$/.test(next.text) &&
    next.text !== 'I'
  ) {
    last = next;
    isNumbered = /\d/.test(next.text);
  }
  const before = modifiersBefore(words, index, read);
  if (before === undefined) {
    if (!isPlainNoun(words, index)) return undefined;
    const bare = lowered(read.slice(first.at, last.end));
    return isNumbered ? bare : `the ${bare}`;
  }
  const { determiner, from } = before;
  if (isAskersOwn(words, words.indexOf(from) - 1)) return undefined;
  return `${SAID_TO_ASKER.get(determiner) ?? 'the'} ${read.slice(from.at, last.end).replace(/'s$/, '')}`;
}

/** “I'm his manager”, “as the head of IT”: the asker. */
function isAskersOwn(words: readonly Word[], determiner: number): boolean {
  const before = words[determiner - 1]?.lower ?? '';
  return (
    /^(?:i'm|im|am|as)$/.test(before) ||
    (before === 'and' && /^(?:i'm|im|am)$/.test(words[determiner - 4]?.lower ?? ''))
  );
}

/** At the beginning of a sentence. */
const lowered = (phrase: string): string => phrase.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());

/** As the asker wrote it; a German noun begins with a capital. */
function foreignPhrase(words: readonly Word[], index: number, head: Head, read: string): string | undefined {
  const first = words[index];
  if (first === undefined) return undefined;
  const before = words[index - 1]?.lower ?? '';
  if (/^(?:bin|soy|suis|als|como|ich)$/.test(before)) return undefined;
  return read.slice(first.at, head.end);
}

/** Without an article a word may as well be a verb, “press” or “record”, unless a number or a preposition stands by it. */
function isPlainNoun(words: readonly Word[], index: number): boolean {
  const before = words[index - 1]?.lower;
  const after = words[index + 1]?.text;
  return (
    words[index]?.lower.endsWith('s') === true ||
    /^(?:of|in|on|with|for|from|at|about|under|by)$/.test(before ?? '') ||
    /^\d{1,4}$/.test(after ?? '')
  );
}

function officeEnd(words: readonly Word[], of: number, read: string): Word | undefined {
  let end: Word | undefined;
  for (const word of words.slice(of + 1, of + 4)) {
    if (NO_MODIFIER.has(word.lower) && !DETERMINERS.has(word.lower)) break;
    if (end !== undefined && read.slice(end.end, word.at) !== ' ') break;
    end = word;
    if (!DETERMINERS.has(word.lower)) break;
  }
  return end;
}

/** The determiner before a noun, and the first word after it. */
function modifiersBefore(
  words: readonly Word[],
  index: number,
  read: string,
): { determiner: string; from: Word } | undefined {
  for (let back = 1; back <= MAX_MODIFIERS + 1; back += 1) {
    const word = words[index - back];
    const after = words[index - back + 1];
    if (word === undefined || after === undefined || !/^ $/.test(read.slice(word.end, after.at))) return undefined;
    if (DETERMINERS.has(word.lower)) return { determiner: word.lower, from: after };
    if (NO_MODIFIER.has(word.lower)) return undefined;
  }
  return undefined;
}

const NAME =
  /(?<=[\p{L}\p{N},;] )(?:(?<=\b(?:told|tell|asked|ask|with|for|text from|message from|mail from|call from|named|called|about|call|and|that|of|it's|is|shouted at|write to|a|que|à|de|con|avec|por) )(\p{Lu}\p{Ll}{2,11})|(\p{Lu}\p{Ll}{2,11})(?= (?:is|was|has|had|comes|came|says|said|told|wants|should|could|can|doesn't|didn't|laughed|knows|heard|est|a|es|ha|va)\b))(?![\p{L}-])/gu;
const NO_NAME =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october|november|december|linkedin|instagram|facebook|twitter|slack|teams|google|amazon|excel|jira|github|english|spain|france|europe|friday's|everybody|christmas|easter|monday's|\p{L}+(?:ian|ish|ese|land|many|opean|ican))$/iu;

/** Names of people in the midst of a sentence; a place or a firm is none. */
function namesIn(text: string, language: Language): string[] {
  const found: string[] = [];
  for (const [, one, other] of text.matchAll(NAME)) {
    const name = one ?? other ?? '';
    if (!NO_NAME.test(name) && !(language === 'en' && isPlace(text, name))) add(found, name);
  }
  return found;
}

const isPlace = (text: string, name: string): boolean =>
  !new RegExp(`\\b(?:text|message|mail|call) from ${name}\\b`).test(text) &&
  new RegExp(`\\b(?:in|near|from)(?: the)? ${name}\\b`).test(text);

const DATES: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:until|till|by|before|due|next|this|(?:audit|filing|deadline|tender|truck|run|date|it|that|release|handover|review|vote|ready|delivery|closes?|comes?|due|is|starts|ends|out)(?:'s)? (?:is |closes |comes |goes |starts |ends )?(?:on|at))\s+((?:mon|tues|wednes|thurs|fri|satur|sun)day|noon|midnight|the \d{1,2}(?:st|nd|rd|th)(?! floor)|\d{1,2}:\d{2})\b/i,
  de: /\b(?:bis|vor|kommenden|nächsten)\s+(?:zum\s+)?(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|heute abend)\b/i,
  fr: /\b(?:avant|d'ici|jusqu'à|dès)\s+(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|demain)\b/i,
  es: /\b(?:antes del|hasta el|para el|se entrega el)\s+(lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b/i,
};
const SOON: Readonly<Record<Language, RegExp>> = {
  en: /\b(tonight|tomorrow)\b/i,
  de: /\b(heute abend)\b/i,
  fr: /\b(ce soir)\b/i,
  es: /\b(esta noche)\b/i,
};

/** A day or hour that lies ahead. */
function dateIn(text: string, language: Language): string | undefined {
  return (DATES[language].exec(text) ?? SOON[language].exec(text))?.[1];
}
