import { plain } from '../../facts/index.js';
import { wordsIn } from '../language/clauses.js';

/** Sentences about the text, not of it. */
const ABOUT_TEXT =
  /^(?:(?:sound like|i want (?:it to not|it not to|no \w+ in it)|not (?:slimy|stiff|cold|salesy|preachy|corporate)|honest, fair|honest(?:o|ly)? (?:and|y|but)|make it|keep it|please no|not (?:rude|cringe|stiff|dry|boring|kitschy)|don't want (?:to|it)|i don't want (?:to sound|it to)|want it|nothing (?:fancy|cheesy)|human,|no (?:kitsch|adjectives|internals|names)|quiero (?:que|un tono)|je veux (?:un ton|que ce soit)|soll (?:nicht|freundlich)|es soll|nicht zu|it should|it must|should be|tone|style|don't (?:sound|mention|use|make|be|write|put|promise)|no (?:spin|wriggle|corporate|jargon|fluff|excuses|drama|emojis?|waffle|marketing|hedging|buzzwords|blame)|not too|please keep|please make|max(?:imum)?\b|at most|under \d+ words|\d+ words|in english|in spanish|in french|in german|auf deutsch|en espanol|en francais|friendly|firm|short|warm|polite|formal|informal|kind|honest|direct|clear|neutral|professional|brief|concise|crisp|personal|sober|human|calm|without (?:blaming|sounding|mentioning|being|jargon|spin)|bitte (?:kurz|freundlich|sachlich)|kurz|freundlich|sachlich|ohne|sin (?:excusas|rodeos)|firme|cordial|ferme|bestimmt|sachlich|tono|ton|court|bref|breve|corto|amable|honesto|respetuoso|maximo|maximum|hochstens|sobre et|ton sobre|nada de|pas de)\b)/;
/** Questions and pleas to us around the request. */
const TO_US =
  /^(?:give me|what do i|how do i|can you|could you|help|please (?:help|write|draft)|(?:thanks?|thank you|gracias|merci|danke)[.! ]*$|write it|draft it|word it|write this|put (?:it|this)|any|hi|hello|i need (?:the|some|an?) (?:\w+ ){0,2}(?:words|script|mail|e-?mail|text|note|message|letter|speech|talk|post|reply|answer)\b|i (?:have|need) to (?:speak|talk|present) (?:for )?(?:\d|a few|five|ten)|dame|gib mir|donne-moi|bitte schreib|(?:two|three|four|\d+)(?: short)? (?:lines?|sentences?|slides?|bullets?|paragraphs?))\b|\?$/;
/** Logistics of a talk that only the asker needs. */
const LOGISTICS =
  /^(?:i|we)(?:'ve| have|'m| am| got|'ve got| have got| will| see| meet|'ll)?\s+(?:\S+ ){0,3}(?:minutes|meeting|see(?:ing)?|meet|talk(?:ing)?|1:1|one-on-one|call|slot)\b.{0,20}\b(?:him|her|them|with)\b/;

/** Whether a talk's date and place are told, which only the asker needs. */
export const isLogistics = (bare: string): boolean => LOGISTICS.test(bare) || HEARS_IT.test(bare);

const HEARS_IT =
  /^(?:she|he|they|[a-z]+) (?:hears?|learns?|gets) (?:it|this) from me\b|^(?:she|he|they) (?:doesn't|don't) know yet\b/;

/** @param bare Folded. */
export const isAboutText = (bare: string): boolean =>
  CONFIDENTIAL.test(bare) ||
  (ABOUT_TEXT.test(bare) &&
    !/\d{2}|\b(?:from|until|since)\b/.test(bare.replace(/\d+ (?:words|palabras|mots|worter)/, '')));
/** What counsel advises against is never in the text; what they do is: “legal signs on Friday”. */
const CONFIDENTIAL =
  /\b(?:lawyers?|legal|counsel|attorney|insurer|anwalt\w*|rechtsabteilung|abogad\w+|avocate?)\b.{0,20}\b(?:says?|said|advises?|warns?|insists?|told (?:us|me)|sagt|dice|dit)\b.{0,20}\b(?:don't|do not|not|never|no|avoid|mustn't|can't|shouldn't|nicht|kein\w*|ne|pas)\b|\badmit\w* (?:any )?(?:liability|fault|guilt)\b/;

/** @param bare Folded. */
export const isToUs = (bare: string): boolean => TO_US.test(bare) && wordsIn(bare) < MAX_PLEA;
const MAX_PLEA = 30;

/** A sentence without what is said at its end about the text: “…, keep it nice”. */
export function withoutStyle(sentence: string): { text: string; style: string } {
  const parts = sentence.split(/,\s+/);
  const style: string[] = [];
  while (parts.length > 1) {
    const last = plain(parts.at(-1) ?? '');
    if (!TAIL.test(last)) break;
    style.unshift(parts.pop() ?? '');
  }
  return { text: parts.join(', '), style: style.join(', ') };
}
const TAIL =
  /^(?:(?:but |and )?(?:keep it|make it|please|pls|not (?:too|rude|cringe|slimy|stiff|salesy|preachy)|no (?:kitsch|spin|jargon|drama|emojis?|fluff|excuses|reasons)|don't want|friendly|polite|short|warm|firm|sober|ton |tono |sachlich|freundlich|kurz)\b|max\.? \d+ words|\d+ words)/;
