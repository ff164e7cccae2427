import { countOf } from '../../facts/index.js';
import { lengthLimitOf } from '../length-limit.js';

/** How the answer should look, as far as a message says so. */
export interface AnswerForm {
  readonly isShorter: boolean;
  readonly isLonger: boolean;
  readonly isList: boolean;
  readonly isTable: boolean;
  readonly language?: 'en' | 'es' | 'fr' | 'de';
  readonly sentences?: number;
  readonly words?: number;
  /** Of a list. */
  readonly points?: number;
  /** Whether anything is said about it at all. */
  readonly isAny: boolean;
}

export const NO_FORM: AnswerForm = { isShorter: false, isLonger: false, isList: false, isTable: false, isAny: false };

const SHORTER =
  /\b(?:shorter|short version|the short|tl;?dr|too long|trop long|zu lang|demasiado largo|muy largo|less words|fewer words|briefer|brief(?:ly)?|condensed?|cut it down|in short|in a nutshell|summari[sz]e (?:it|that|this)?|sum (?:it|that) up|simpler|more simply|like i'?m (?:5|five)|come again|plain (?:words|english)|easier|kurzer\w*|kurz(?:e|er|fassung)?|knapper|einfacher|zusammenfassen|mas (?:corto|breve|simple|sencillo)|resume(?:lo|n)?|plus (?:court|bref|simple)|en bref|one paragraph|(?:one|a|1|une|eine|un) minut[eo]? (?:max\w*|at most|hochstens))\b/;
const LONGER =
  /\b(?:longer|more details?|in (?:more )?depth|elaborate|expand|go deeper|tell me more|say more|go on|mas detalles?|plus de details?|ausfuhrlicher|langer|genauer|mehr dazu|dime mas|dis-m'en plus)\b/;
const LIST =
  /\b(?:bullets?|bullet points?|as a list|checklist|als liste|stichpunkten?|en lista|en liste|vinetas|puntos|puces)\b/;
const TABLE = /\b(?:as a table|in a table|a table|tabelle|en tabla|una tabla|tableau)\b/;
const LANGUAGES: readonly (readonly ['en' | 'es' | 'fr' | 'de', RegExp])[] = [
  ['es', /\b(?:in|into|to) spanish\b|\ben espanol\b|\bauf spanisch\b/],
  ['fr', /\b(?:in|into|to) french\b|\ben francais\b|\bauf franzosisch\b/],
  ['de', /\b(?:in|into|to) german\b|\bauf deutsch\b|\ben aleman\b|\ben allemand\b/],
  ['en', /\b(?:in|into|to) english\b|\ben ingles\b|\ben anglais\b|\bauf englisch\b/],
];
const WORD_LIMIT = /\b(\d{1,3}) (?:words|worter|worten|palabras|mots)\b/;

/** “line for the boss”: a single one. */
const LINE_TO = /^\W*(?:and |now |ok )?line (?:for|to) /;
const POINTS =
  /\b(one|two|three|four|five|zwei|drei|vier|dos|tres|cuatro|deux|trois|quatre|cinq|seis|funf|six|sechs|cinco|[1-9]) (?:short )?(?:bullets?|bullet points?|points?|stichpunkten?|punkten?|puntos|vinetas|puces)\b(?! (?:behind|more|less|of|ahead))/;

/** @param text Folded. */
export function answerFormOf(text: string): AnswerForm {
  const language = LANGUAGES.find(([, pattern]) => pattern.test(text))?.[0];
  const sentences = lengthLimitOf(text) ?? (LINE_TO.test(text) ? 1 : undefined);
  const points = countOf(POINTS.exec(text)?.[1] ?? '');
  const words = Number(WORD_LIMIT.exec(text)?.[1] ?? 0);
  const form = {
    isShorter: SHORTER.test(text),
    isLonger: LONGER.test(text),
    isList: LIST.test(text) || POINTS.test(text),
    isTable: TABLE.test(text),
    ...(language === undefined ? {} : { language }),
    ...(sentences === undefined ? {} : { sentences }),
    ...(words === 0 ? {} : { words }),
    ...(points === undefined ? {} : { points }),
  };
  const isAny =
    form.isShorter ||
    form.isLonger ||
    form.isList ||
    form.isTable ||
    language !== undefined ||
    sentences !== undefined ||
    words > 0;
  return { ...form, isAny };
}

const EVERY_WISH = new RegExp(
  [SHORTER, LONGER, POINTS, LIST, TABLE, WORD_LIMIT, ...LANGUAGES.map(([, pattern]) => pattern)]
    .map(({ source }) => source)
    .concat(
      String.raw`\b(?:one|two|three|four|five|a|single|un|une|una|dos|tres|deux|trois|ein\w*|zwei|drei|\d)[- ](?:short |single )?(?:sentences?|lines?|liners?|paragraphs?|frases?|lineas?|phrases?|lignes?|satz\w*|zeilen?)\b`,
    )
    .join('|'),
  'g',
);
/** Words around a wish that ask for nothing themselves. */
const AROUND =
  /\b(?:please|pls|plz|bitte|por favor|s'il (?:te|vous) plait|stp|svp|merci|danke|thanks|ok|okay|and|but|now|again|then|also|make|give|write|say|put|do|have|get|turn|good|great|answer|repeat|reply|explain|can|could|you|me|i|it|its|that|this|them|the|a|an|all|in|as|of|into|for|to|with|too|much|bit|little|even|more|less|max|weniger|menos|moins|mas|plus|version|nochmal|noch|jetzt|und|etwas|das|es|ist|mir|mich|du|draus|daraus|kannst|mach|mache|sag|gib|schreib|als|in|auf|y|pero|en|lo|me|puedes|dimelo|di|dilo|hazlo|ahora|algo|cortito|haz|un|una|poco|et|mais|tu|peux|pouvez|vous|faire|fais|fait|le|la|moi|c'est|je|voudrais|repond\w*|en|c'est|monday|meeting|und|für|fur)\b/g;
/** Tone and place of a text that was written before. */
const OF_A_TEXT =
  /\b(?:softer|friendlier|warmer|firmer|harder|stiff|formal|informal|casual|dry|polite\w*|lockerer|freundlicher|formeller|plus (?:ferme|aimable)|mas (?:firme|amable))\b/g;

/** Whether a message is a wish about the form and nothing else. */
export function isFormOnly(text: string): boolean {
  const rest = text.replaceAll(EVERY_WISH, ' ').replaceAll(OF_A_TEXT, ' ');
  if (rest === text) return false;
  return !/[\p{L}\d]{2}/u.test(rest.replaceAll(AROUND, ' '));
}

/** The form of an answer that had one already, changed as asked. */
export function changedForm(before: AnswerForm, wish: AnswerForm): AnswerForm {
  const { language = before.language } = wish;
  const stays = wish.isLonger ? NO_FORM : { ...before };
  return {
    ...stays,
    ...wish,
    isShorter: wish.isShorter || (stays.isShorter && !wish.isLonger),
    isList: wish.isList || (stays.isList && !wish.isTable && wish.sentences === undefined),
    isTable: wish.isTable || (stays.isTable && !wish.isList && wish.sentences === undefined),
    ...(language === undefined ? {} : { language }),
    isAny: true,
  };
}
