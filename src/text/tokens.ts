import { foldText } from './fold.js';
import { remembering } from './remembering.js';

const LETTER = 1;
const DIGIT = 2;
const APOSTROPHE = 3;

const KIND = new Uint8Array(128);
for (let unit = 0; unit < 128; unit += 1) {
  const character = String.fromCharCode(unit);
  if (/[a-z]/.test(character)) KIND[unit] = LETTER;
  else if (/[0-9]/.test(character)) KIND[unit] = DIGIT;
  else if (character === "'") KIND[unit] = APOSTROPHE;
}

/** French and Italian elisions: "l'équipe" is two words, "don't" is one. */
const ELISIONS = new Set(['l', 'd', 'j', 'm', 't', 's', 'n', 'c', 'qu', 'jusqu', 'lorsqu', 'puisqu']);

/** A word: letters and digits in comparable form, with its offsets in the source text. */
export interface Token {
  /** Folded, without apostrophes. */
  readonly word: string;
  /** UTF-16 offset of its first code unit in the source text. */
  readonly start: number;
  /** UTF-16 offset after its last code unit in the source text. */
  readonly end: number;
  /** Index of its sentence. */
  readonly sentence: number;
  /** Index of its paragraph. */
  readonly paragraph: number;
  /** Whether only spaces, hyphens and light punctuation separate it from the previous token: both may be one name. */
  readonly joined: boolean;
  /** Whether a single hyphen, full stop or underscore separates it from the previous token. */
  readonly tied: boolean;
  /** Whether it is inside a fenced code block. */
  readonly code: boolean;
}

/** Between two words of one name: spaces, quotes, markdown, slashes, at most one line break. */
const NAME_GAP = /^[ \t\r'"`*_~/\\|&+:()[\]<>.,-]*\n?[ \t'"`*_~>-]*$/;
const TIE = /^[-._]$/;
const SENTENCE_END = /[.!?]['")*_\]]*(?:\s|$)|[;\u2026]\s|\n\s*(?:[-*#>|]|\d+[.)])\s|\n\s*\n/;
const PARAGRAPH_END = /\n\s*\n/;
/** A longer gap ends the sentence. */
const MAX_GAP_LENGTH = 24;

/**
 * Splits a text into words, with sentences and fenced code marked.
 *
 * @param text  Any string.
 * @returns Tokens in order; `text.slice(token.start, token.end)` is the word as written.
 * @remarks Linear in the text's length; the tokens of the latest texts are held.
 */
export const tokenize: (text: string) => readonly Token[] = remembering(tokensOf);

function tokensOf(text: string): readonly Token[] {
  const folded = foldText(text);
  const { text: line, starts, ends } = folded;
  const tokens: Token[] = [];
  let sentence = 0;
  let paragraph = 0;
  let fenced = false;
  let gapFrom = 0;

  const push = (from: number, to: number, word: string): void => {
    let joined = false;
    let tied = false;
    if (tokens.length > 0) {
      if (from - gapFrom > MAX_GAP_LENGTH) {
        sentence += 1;
        if (PARAGRAPH_END.test(line.slice(gapFrom, gapFrom + MAX_GAP_LENGTH))) paragraph += 1;
      } else if (from - gapFrom === 1 && line.charCodeAt(gapFrom) === 32) {
        joined = true;
      } else {
        const gap = line.slice(gapFrom, from);
        joined = NAME_GAP.test(gap);
        tied = TIE.test(gap);
        if (SENTENCE_END.test(gap)) sentence += 1;
        if (PARAGRAPH_END.test(gap)) paragraph += 1;
      }
    }
    tokens.push({
      word,
      start: starts === null ? from : (starts[from] ?? 0),
      end: ends === null ? to : (ends[to - 1] ?? 0),
      sentence,
      paragraph,
      joined,
      tied,
      code: fenced,
    });
    gapFrom = to;
  };

  for (let at = 0; at < line.length;) {
    const unit = line.charCodeAt(at);
    const kind = unit < 128 ? KIND[unit] : LETTER;
    if (kind !== LETTER && kind !== DIGIT) {
      if (unit === 96 && line.charCodeAt(at + 1) === 96 && line.charCodeAt(at + 2) === 96) {
        fenced = !fenced;
        at += 3;
      } else at += 1;
      continue;
    }
    let to = at + 1;
    let apostrophes = false;
    for (; to < line.length; to += 1) {
      const unit = line.charCodeAt(to);
      const kind = unit < 128 ? KIND[unit] : LETTER;
      if (kind === LETTER || kind === DIGIT) continue;
      if (kind !== APOSTROPHE || to + 1 >= line.length) break;
      const after = line.charCodeAt(to + 1);
      if (!(after < 128 ? KIND[after] === LETTER : true)) break;
      if (to - at <= 6 && ELISIONS.has(line.slice(at, to)) && to + 2 < line.length && isLetter(line.charCodeAt(to + 2)))
        break;
      apostrophes = true;
    }
    const word = line.slice(at, to);
    push(at, to, apostrophes ? word.replaceAll("'", '') : word);
    at = to;
  }
  return tokens;
}

function isLetter(unit: number): boolean {
  return unit < 128 ? KIND[unit] === LETTER : true;
}
