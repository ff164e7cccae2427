import { foldText } from '../../text/index.js';

/** A shorter text says nothing beside what it wants. */
const LENGTH_OF_REQUEST = 140;

/** What is to be brought about, and what is asked for, in four languages. */
const AIM =
  /\b(?:plan|phases?|roadmap|timeline|schedule|sequence|steps|30[ /-]?60[ /-]?90|first (?:\d+|three|six|hundred) (?:days|weeks|months)|needs? to|have to|has to|must|wants? to|want the|was told|were told|(?:how|what) (?:do|would|should|can|could) (?:we|i|you)|move|migrate|merge|merger?|roll out|introduce|get rid of|replace|switch|take over|i start|starting as|new job|we (?:have )?(?:acquired|bought)|teach|train|einfuhren|sollen|wollen|mussen|umziehen|umstellen|abloesen|ablosen|bitte|queremos|tenemos que|debemos|pasar de|nous devons|on doit|voulons|passer de|il faut)\b/;

/** The sentences of a text that say what is to be brought about, with the first one; the rest tells circumstances. */
export function aimOf(text: string): string {
  if (text.length <= LENGTH_OF_REQUEST) return text;
  const sentences = text.split(/(?<=[.!?;])\s+|\n+/).filter((sentence) => /\p{L}/u.test(sentence));
  return sentences.filter((sentence, at) => at === 0 || AIM.test(foldText(sentence).text)).join(' ');
}
