import { cueWords, expandWord } from './cue-words.js';

/** One place of a phrase. */
export type Place =
  /** One of these words; `wor*` is the beginning of one. */
  | readonly string[]
  /** Up to three words of any kind. */
  | 'gap'
  /** One of several rows; it may be left out when one of them is empty. */
  | { readonly rows: readonly Phrase[] };

/** Places in order. */
export type Phrase = readonly Place[];

/** Lists of words, by the name that phrases use. */
export type WordLists = Readonly<Record<string, string>>;

const SIGN = /\)\?|[()|]|[^\s()|]+/g;
/** A word that is the same when it is folded. */
const PLAIN = /^[a-z0-9]+$/;

/**
 * Parses a phrase: `word`, `wor*` for its beginning, `(a|b c)` for one of several rows of words, `(a)?` for what may be missing,
 * `_` for a gap, `@name` for a list of words, `\w*` for any word.
 *
 * @throws RangeError when parentheses do not match, or a list is unknown.
 */
export function parsePhrase(source: string, lists: WordLists): Phrase {
  const signs = source.match(SIGN) ?? [];
  let at = 0;
  const rowsUntilEnd = (isNested: boolean): { rows: Place[][]; isOptional: boolean } => {
    let row: Place[] = [];
    const rows = [row];
    for (;;) {
      const sign = signs[at];
      at += 1;
      if (sign === undefined || sign === ')' || sign === ')?') {
        if ((sign === undefined) === isNested) throw new RangeError(`parentheses of "${source}"`);
        return { rows, isOptional: sign === ')?' };
      }
      if (sign === '|') rows.push((row = []));
      else if (sign === '(') row.push(group(rowsUntilEnd(true)));
      else if (sign === '_') row.push('gap');
      else row.push(...placesOf(sign, lists));
    }
  };
  return rowsUntilEnd(false).rows[0] ?? [];
}

/** Whether a place is one word. */
export function isWord(place: Place | undefined): place is readonly string[] {
  return Array.isArray(place);
}

/** Rows of a single word become one place. */
function group({ rows, isOptional }: { rows: readonly Phrase[]; isOptional: boolean }): Place {
  const words: string[] = [];
  const others: Phrase[] = [];
  for (const row of rows) {
    const [only] = row;
    if (row.length === 1 && isWord(only)) words.push(...only);
    else others.push(row);
  }
  if (others.length === 0 && !isOptional) return words;
  return { rows: [...(words.length > 0 ? [[words]] : []), ...others, ...(isOptional ? [[]] : [])] };
}

function placesOf(sign: string, lists: WordLists): Place[] {
  if (sign === String.raw`\w*`) return [['*']];
  if (sign.startsWith('@')) {
    const list = lists[sign.slice(1)];
    if (list === undefined) throw new RangeError(`no list "${sign}"`);
    return [list.split(/\s+/).flatMap(spellings)];
  }
  // A word with an apostrophe is two words of a text.
  const words = foldedWords(withoutStar(sign));
  if (words.length === 1) return [spellings(sign)];
  return words.map((word, index) => [index === words.length - 1 ? `${word}${starOf(sign)}` : word]);
}

/** Folded; with umlauts also as they are written on a keyboard that has none. */
function spellings(word: string): string[] {
  const bare = withoutStar(word);
  const folded = `${foldedWords(bare).join('')}${starOf(word)}`;
  if (!/[äöü]/.test(bare)) return [folded];
  const spelledOut = bare.replaceAll(/[äöü]/g, (umlaut) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[umlaut] ?? umlaut);
  return [folded, `${foldedWords(spelledOut).join('')}${starOf(word)}`];
}

function foldedWords(text: string): readonly string[] {
  return PLAIN.test(text) ? expandWord(text) : cueWords(text).words;
}

function starOf(sign: string): string {
  return sign.endsWith('*') ? '*' : '';
}

function withoutStar(sign: string): string {
  return sign.endsWith('*') ? sign.slice(0, -1) : sign;
}
