import { plainText } from '../question/quotable-text.js';
import { CueMatcher } from './cue-matcher.js';
import { compileCues } from './cue-program.js';
import { cueWords } from './cue-words.js';
import { WAYS_TO_SAVE, type WayToSave } from './schema.js';
import { readPhrases } from './sensitive-content.js';

/** A way of saving money, in the asker's words. */
interface NamedWay {
  readonly way: WayToSave;
  readonly words: string;
}

const READ = 1_500;
const MIN_WAYS = 2;
const MAX_WORDS = 14;
const SAVING =
  /\b(?:sav(?:e|es|ed|ing|ings)|cut|cuts|cost|costs|budget|down|sales|revenue|sparen|einsparen|einsparung\w*|kosten|umsatz|économi\w*|coûts|ahorrar|ahorro|costes|recort\w*)\b/iu;
const BETWEEN = /[,;:?!.\n]|\s\(?[a-d1-4]\)\s?|\b(?:or|oder|ou|o|versus|vs)\b/iu;

let matcher: CueMatcher | undefined;

/**
 * The ways of saving that a question weighs against each other, when to let people go is one of several; none where it is no
 * such question.
 */
export function waysToSave(text: string): readonly NamedWay[] {
  const asked = plainText(text, READ);
  if (!SAVING.test(asked)) return [];
  const { lists, waysToSave: content } = readPhrases();
  matcher ??= new CueMatcher(
    compileCues(lists, Object.fromEntries(WAYS_TO_SAVE.map((way) => [way, content.ways[way].phrases]))),
  );
  const found: NamedWay[] = [];
  for (const part of asked.split(BETWEEN)) {
    const words = part.trim().replace(/^(?:and|und|et|y|a|the|either|entweder)\s+/iu, '');
    const hits = matcher.find(cueWords(words));
    const way = WAYS_TO_SAVE.find((one) => hits.has(one));
    if (way === undefined || words.split(' ').length > MAX_WORDS) continue;
    // What is named before is the heading of the question.
    const known = found.findIndex((one) => one.way === way);
    if (known >= 0) found.splice(known, 1);
    found.push({ way, words });
  }
  const isWeighed = found.length > MIN_WAYS || (found.length === MIN_WAYS && /\b(?:or|oder|ou|o)\b/iu.test(asked));
  return isWeighed && found.some(({ way }) => way === 'letGo') ? found : [];
}
