/** Separates paragraphs and list items in quotable text. */
export const PARAGRAPH = '\u2029';

/** Text that needs no change, as most does: no character in it is markup. */
const PLAIN = /^[a-z][a-z0-9 ,.;:?'()%&+=$-]*$/i;
const NOT_QUITE_PLAIN = /www\.|javascript:|mailto:| {2}| $/i;

/**
 * Reduces a text to plain words that can be quoted inside Markdown.
 *
 * Removes code blocks, HTML, link targets, emoji, control and direction characters; paragraph ends become
 * {@link PARAGRAPH}. The result cannot start a link, an image, a tag, emphasis or a code span.
 *
 * @remarks Linear in the length of `text`.
 */
export function quotableText(text: string): string {
  if (PLAIN.test(text) && !NOT_QUITE_PLAIN.test(text)) return text;
  return (
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/```[^]*?(?:```|$)/g, '\n')
      .replaceAll(/<!--[^]*?(?:-->|$)/g, ' ')
      .replaceAll(/<(script|style)\b[^]*?(?:<\/\1\s*>|$)/gi, ' ')
      .replaceAll(/<[a-z/!?][^<>\n]{0,400}>/gi, ' ')
      .replaceAll(/\]\([^()\n]{0,600}\)/g, ']')
      .replaceAll(/\b(?:[a-z][a-z+.-]{1,12}:\/\/|www\.|javascript:|mailto:|data:[a-z]+\/)\S*/gi, ' ')
      .replaceAll(/\n[ \t]*(?:[-*+•>#|]+|\d{1,2}[.)])[ \t]+/g, PARAGRAPH)
      .replaceAll(/^[ \t]*(?:[-*+•>#|]+|\d{1,2}[.)])[ \t]+/g, '')
      .replaceAll(/\n[ \t]*\n\s*/g, PARAGRAPH)
      .replaceAll(/[\n\t]/g, ' ')
      // Control, format, private-use and direction characters, then emoji with their modifiers.
      .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028]|\uFE0F|\u20E3/gu, '')
      .replaceAll(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}/gu, '')
      .replaceAll(/[*`[\]|~\\#]|_{2,}|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '')
      .replaceAll('<', '‹')
      .replaceAll('>', '›')
      .replaceAll(/[“”„«»"]/g, "'")
      .replaceAll(/!(?=\()/g, '')
      .replaceAll(/ {2,}/g, ' ')
      .trim()
  );
}

/** {@link quotableText} of the first `length` characters, in one paragraph. */
export function plainText(text: string, length: number): string {
  return quotableText(text.slice(0, length)).replaceAll(PARAGRAPH, ' ');
}

/** At most `words` words of `text`, cut at a word boundary with an ellipsis. */
export function firstWords(text: string, words: number): string {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== ' ') continue;
    seen += 1;
    if (seen === words) return `${text.slice(0, at).replace(/[,;:–-]+$/, '')}…`;
  }
  return text;
}

/** Its first words up to where a thought ends, rather than in the middle of one. */
export function firstThought(text: string, words: number): string {
  const short = firstWords(text, words);
  if (short === text) return short;
  const ends = [...short.matchAll(/[.?!](?=\s)|[,;:](?=\s)|\s\((?=\S)/g)].map(({ index }) => index);
  const end = ends.findLast((at) => short.slice(0, at).split(' ').length >= WORDS_OF_A_THOUGHT);
  // A bracket that is not closed is left out.
  return end === undefined ? short : `${short.slice(0, end).replace(/\s*\([^)]*$/, '')}…`;
}
const WORDS_OF_A_THOUGHT = 5;

/** Number of words; punctuation alone is no word. */
export function countWords(text: string): number {
  let words = 0;
  let isCounted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0x2029) isCounted = false;
    else if (!isCounted && isWordCharacter(code)) {
      words += 1;
      isCounted = true;
    }
  }
  return words;
}

/** Letters and digits; outside ASCII every code unit except general punctuation, symbols and surrogates. */
function isWordCharacter(code: number): boolean {
  if (code < 0x80) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return code >= 0xc0 && !(code >= 0x2000 && code < 0x2e80) && !(code >= 0xd800 && code < 0xf900) && code < 0xfe00;
}

/** Written text without anything that a page would load, follow or run; lists, emphasis and addresses as text remain. */
export function harmless(markdown: string): string {
  if (!SUSPICIOUS.test(markdown) && !(RARE.test(markdown) && UNSEEN.test(markdown))) return markdown;
  return (
    markdown
      .replaceAll(/```[^\n]*/g, '')
      // “personal data: process …” is prose; a link has no space there.
      .replaceAll(/\b(?:(?:javascript|vbscript):|data:(?=\S))/gi, '')
      .replaceAll(/!(?=\[)/g, '')
      .replaceAll(/\](?=[([])/g, '] ')
      .replaceAll('`', "'")
      .replaceAll('<', '‹')
      .replaceAll(/(?<=\S)>/g, '›')
      .replaceAll(/[\p{Cf}\p{Co}\p{Cn}\u2028]|(?![\n\t])\p{Cc}/gu, '')
  );
}

const SUSPICIOUS = /[<`[]|\S>|(?:javascript|vbscript|data):/i;
/** Neither ASCII, Latin letters, punctuation nor one of the usual signs and pictures: looked up class by class it takes 20 times as long. */
const RARE =
  /(?!\ufe0f)[^\x20-\x7e\n\t\xa1-\xac\xae-\u024f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2600-\u27bf\u{1f300}-\u{1f64f}\u{1f910}-\u{1f9ff}]/u;
const UNSEEN = /[\p{Cf}\p{Co}\p{Cn}\u2028]|(?![\n\t])\p{Cc}/u;
