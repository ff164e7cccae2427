import { isStopWord, type QuestionWord } from './words.js';

const NUMBER_WORDS: ReadonlySet<string> = new Set(
  `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
  twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen
  dos tres cuatro cinco seis siete ocho nueve diez deux trois quatre cinq sept huit neuf dix
  zwei drei vier fünf sechs sieben acht neun zehn`.split(/\s+/),
);
const GROUP_HEADS: ReadonlySet<string> = new Set(
  `team teams squad squads group groups tribe tribes department departments council guild guilds chapter crew division
  divisions unit units org organization organisation office equipo equipos équipe équipes abteilung`.split(/\s+/),
);
const COUNTED_HEADS: ReadonlySet<string> = new Set(
  `people engineers staff percent person team group squad month week year quarter day hour sprint developers folks headcount
  leute teams personen jahre monate wochen personnes personas ans mois semaines meses años semanas budget`.split(/\s+/),
);
const PERIODS: ReadonlySet<string> = new Set('month year quarter week day hour engineer head seat'.split(' '));
const NOT_NAMES: ReadonlySet<string> = new Set(
  `i i'm i'd i've i'll january february march april may june july august september october november december monday tuesday wednesday
  thursday friday saturday sunday q1 q2 q3 q4 hi hello dear ok pm am`.split(/\s+/),
);

const BEGINS_WITH_LETTER = /^\p{L}/u;
const BEGINS_WITH_CAPITAL = /^\p{Lu}/u;
const CAPITALIZED = /^\p{Lu}\p{Ll}{2,}/u;
const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}/&-]+s?$/u;
const CURRENCY = /^[$€£]/;
const BEGINS_WITH_DIGIT = /^\d/;
/** Years, times and ordinals. */
const NO_QUANTITY = /^(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th|pm|am))$/;

/** Quantities with their unit, e.g. `three squads`, `$2M`, `300k a month`; in order, verbatim. */
export function quantitiesIn(text: string, words: readonly QuestionWord[], most: number): string[] {
  const found = new Map<string, string>();
  for (let at = 0; at < words.length && found.size < most; at++) {
    const word = words[at];
    if (word === undefined || !isNumber(word.lower)) continue;
    const end = quantityEnd(words, at);
    if (end === undefined) continue;
    add(found, text.slice(word.start, words[end]?.end));
    at = end;
  }
  return [...found.values()];
}

/** Groups of people, e.g. `infra group`, `platform squad`; in order, verbatim. */
export function groupsIn(text: string, words: readonly QuestionWord[], most: number): string[] {
  const found = new Map<string, string>();
  for (let at = 1; at < words.length && found.size < most; at++) {
    const head = words[at];
    const before = words[at - 1];
    if (head === undefined || before === undefined || !GROUP_HEADS.has(head.lower) || !before.joined) continue;
    // A capital after the head belongs to a title, as in “Team Topologies”.
    if (head.joined && BEGINS_WITH_CAPITAL.test(words[at + 1]?.text ?? '')) continue;
    if (isStopWord(before.lower) || isNumber(before.lower) || before.lower.length < 2 || before.lower.endsWith('ing'))
      continue;
    add(found, text.slice(before.start, head.end));
  }
  return [...found.values()];
}

/** Proper names and acronyms inside sentences, e.g. `AWS`, `Confluence`; none in a text mostly in capitals. */
export function namesIn(
  text: string,
  words: readonly QuestionWord[],
  isExcluded: (lower: string) => boolean,
  most: number,
): string[] {
  const letters = words.filter((word) => BEGINS_WITH_LETTER.test(word.text));
  const capitals = letters.filter((word) => BEGINS_WITH_CAPITAL.test(word.text));
  if (capitals.length * 2 > letters.length) return [];
  const found = new Map<string, string>();
  for (const word of words) {
    if (found.size === most) break;
    const isAcronym = ACRONYM.test(word.text);
    if (!isAcronym && (word.opens || !CAPITALIZED.test(word.text))) continue;
    if (NOT_NAMES.has(word.lower) || isStopWord(word.lower) || isExcluded(word.lower)) continue;
    add(found, word.text);
  }
  return [...found.values()];
}

/** Adds a phrase unless it is known in another case. */
function add(found: Map<string, string>, phrase: string): void {
  const lower = phrase.toLowerCase();
  if (!found.has(lower)) found.set(lower, phrase);
}

function isNumber(lower: string): boolean {
  if (CURRENCY.test(lower)) return true;
  return BEGINS_WITH_DIGIT.test(lower) ? !NO_QUANTITY.test(lower) : NUMBER_WORDS.has(lower);
}

/** Index of the last word of the quantity that begins at `at`; undefined without a unit. */
function quantityEnd(words: readonly QuestionWord[], at: number): number | undefined {
  const number = words[at];
  if (number === undefined) return undefined;
  const isAmount = /^[$€£]|%$|^\d[\d.,]*(?:k|m|bn)$|^\d+-/.test(number.lower);
  const end = isAmount ? at : undefined;
  for (let next = at + 1; next <= at + 3; next++) {
    const word = words[next];
    if (word === undefined || words[next - 1]?.joined !== true) break;
    if (isAmount && next === at + 1 && (word.lower === 'a' || word.lower === 'per')) {
      const period = words[next + 1];
      return word.joined && period !== undefined && PERIODS.has(period.lower) ? next + 1 : end;
    }
    if (NUMBER_WORDS.has(word.lower)) continue;
    if (isStopWord(word.lower)) break;
    if (COUNTED_HEADS.has(word.lower)) {
      return word.joined && GROUP_HEADS.has(words[next + 1]?.lower ?? '') ? next + 1 : next;
    }
    if (/[^su]s$/.test(word.lower) || /^(?:weeks|teams|engineers)$/.test(word.lower) || GROUP_HEADS.has(word.lower))
      return next;
  }
  return end;
}

/** Verbs that begin an alternative; both sides then begin with one. */
const VERBS: ReadonlySet<string> = new Set(
  `adopt assign automate bring build buy centralize centralise close coach consolidate contract cut decentralize delay
  delegate develop embed enforce expand extend fix focus freeze fund give go grow hire insource integrate invest keep kill
  launch leave let mandate merge migrate modernize modernise move open outsource partner pause phase postpone promote
  purchase rebuild recruit reduce refactor rent reorganize replace retire rewrite rotate run scale sell separate ship
  skip split standardize start stay stop switch train unify upgrade use wait write`.split(/\s+/),
);
const MAX_ALTERNATIVE_WORDS = 9;
/** The end of the right alternative: a new clause or a condition. */
const RIGHT_END = /[,.;:?!()\u2029]| (?:before|when|while|because|given|since|if|so that|and what|and how|until)\b/;
const NO_ALTERNATIVE =
  /^(?:not|no|so|more|less|something|anything|what|how|is|are|do|does|even|two|three|four|other|others|else|at|whether|am|will|we|i|should|just|maybe|any)$/;

/** The two alternatives around the last "or" of a sentence, verbatim; undefined without. */
export function alternativesIn(sentence: string): readonly [string, string] | undefined {
  const at = sentence.lastIndexOf(' or ');
  if (at < 0) return undefined;
  const right = clauseWords(sentence.slice(at + 4).split(RIGHT_END, 1)[0] ?? '');
  const left = clauseWords(
    sentence
      .slice(Math.max(0, at - 160), at)
      .split(/[.;:?!()\u2029]/)
      .at(-1) ?? '',
  );
  const opening = right[0]?.toLowerCase() ?? '';
  if (right.length === 0 || right.length > MAX_ALTERNATIVE_WORDS || left.length === 0 || NO_ALTERNATIVE.test(opening)) {
    return undefined;
  }
  if (opening === 'the' && (right.length < 2 || right[1] === 'other')) return undefined;
  return VERBS.has(opening) ? acts(left, right) : things(left, right, opening);
}

/** Both sides are actions. */
function acts(left: readonly string[], right: readonly string[]): readonly [string, string] | undefined {
  const from = left.findIndex((word, at) => VERBS.has(word.toLowerCase()) && left.length - at <= MAX_ALTERNATIVE_WORDS);
  return from < 0 ? undefined : [left.slice(from).join(' '), right.join(' ')];
}

/** Both sides are things or states. */
function things(
  left: readonly string[],
  right: readonly string[],
  opening: string,
): readonly [string, string] | undefined {
  if (right.length > 5 || left.length < Math.min(2, right.length)) return undefined;
  const parallel = left.findLastIndex((word) => word.toLowerCase() === opening);
  const words =
    parallel >= 0 && left.length - parallel <= MAX_ALTERNATIVE_WORDS ? left.slice(parallel) : left.slice(-right.length);
  const first = words[0]?.toLowerCase() ?? '';
  const isPhrase = /^(?:an?|the|in|to|by)$/.test(first) || words.every((word) => !isStopWord(word.toLowerCase()));
  const phrase = words.join(' ');
  return !isPhrase || phrase.length < 3 || /^\d+$/.test(phrase) ? undefined : [phrase, right.join(' ')];
}

function clauseWords(clause: string): string[] {
  return clause
    .trim()
    .replace(/,$/, '')
    .split(' ')
    .filter((word) => word !== '');
}
