import { isStopWord, type QuestionWord } from './question-words.js';

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
const PERIODS: ReadonlySet<string> = new Set([
  'month',
  'year',
  'quarter',
  'week',
  'day',
  'hour',
  'engineer',
  'head',
  'seat',
]);
const NOT_NAMES: ReadonlySet<string> = new Set(
  `i i'm i'd i've i'll january february march april may june july august september october november december monday tuesday wednesday
  thursday friday saturday sunday q1 q2 q3 q4 hi hello dear ok pm am`.split(/\s+/),
);

const BEGINS_WITH_LETTER = /^\p{L}/u;
const BEGINS_WITH_CAPITAL = /^\p{Lu}/u;
const CAPITALISED = /^\p{Lu}\p{Ll}{2,}/u;
const ACRONYM = /^\p{Lu}[\p{Lu}\p{N}/&-]+s?$/u;
const CURRENCY = /^[$€£]/;
const BEGINS_WITH_DIGIT = /^\d/;
/** Years name a time, and 3pm, 2nd or v2 count nothing. */
const COUNTS_NOTHING = /^(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th|pm|am))$/;

/** Quantities with what they count, e.g. `three squads`, `$2M`, `300k a month`; in order, verbatim. */
export function quantitiesIn(text: string, words: readonly QuestionWord[], most: number): string[] {
  const found = new Map<string, string>();
  for (let at = 0; at < words.length && found.size < most; at++) {
    const word = words[at];
    if (word === undefined || !isNumber(word.lower)) continue;
    const end = quantityEnd(words, at);
    if (end === undefined) continue;
    const phrase = text.slice(word.start, words[end]?.end);
    if (!found.has(phrase.toLowerCase())) found.set(phrase.toLowerCase(), phrase);
    at = end;
  }
  return [...found.values()];
}

/** Groups of people the asker names, e.g. `infra group`, `platform squad`; in order, verbatim. */
export function groupsIn(text: string, words: readonly QuestionWord[], most: number): string[] {
  const found = new Map<string, string>();
  for (let at = 1; at < words.length && found.size < most; at++) {
    const head = words[at];
    const before = words[at - 1];
    if (head === undefined || before === undefined || !GROUP_HEADS.has(head.lower) || !before.joined) continue;
    // A capital after the head continues a title, as in “Team Topologies”.
    if (head.joined && BEGINS_WITH_CAPITAL.test(words[at + 1]?.text ?? '')) continue;
    if (isStopWord(before.lower) || isNumber(before.lower) || before.lower.length < 2 || before.lower.endsWith('ing'))
      continue;
    const phrase = text.slice(before.start, head.end);
    if (!found.has(phrase.toLowerCase())) found.set(phrase.toLowerCase(), phrase);
  }
  return [...found.values()];
}

/** Proper names and acronyms inside sentences, e.g. `AWS`, `Confluence`; none when the text shouts. */
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
    if (!isAcronym && (word.opens || !CAPITALISED.test(word.text))) continue;
    if (NOT_NAMES.has(word.lower) || isStopWord(word.lower) || isExcluded(word.lower)) continue;
    if (!found.has(word.lower)) found.set(word.lower, text.slice(word.start, word.end));
  }
  return [...found.values()];
}

function isNumber(lower: string): boolean {
  if (CURRENCY.test(lower)) return true;
  return BEGINS_WITH_DIGIT.test(lower) ? !COUNTS_NOTHING.test(lower) : NUMBER_WORDS.has(lower);
}

/** Index of the last word of the quantity that begins at `at`; undefined when it counts nothing nameable. */
function quantityEnd(words: readonly QuestionWord[], at: number): number | undefined {
  const number = words[at];
  if (number === undefined) return undefined;
  const isAmount = /^[$€£]|%$|^\d[\d.,]*(?:k|m|bn)$|^\d+-/.test(number.lower);
  let end: number | undefined = isAmount ? at : undefined;
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
      end = next;
      if (words[next]?.joined === true && GROUP_HEADS.has(words[next + 1]?.lower ?? '')) end = next + 1;
      return end;
    }
    if (/[^su]s$/.test(word.lower) || /^(?:weeks|teams|engineers)$/.test(word.lower) || GROUP_HEADS.has(word.lower))
      return next;
  }
  return end;
}
