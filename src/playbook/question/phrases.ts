import { tokenize } from '../../text/index.js';

/** Words of a text in comparable form, each between single spaces: ` we cant hire `. */
export type Words = string;

/** @remarks Linear in the text's length. */
export function wordsOf(text: string): Words {
  let words = ' ';
  for (const { word } of tokenize(text)) words += `${word} `;
  return words;
}

const compiled = new WeakMap<readonly string[], RegExp>();
const compiledEach = new WeakMap<readonly string[], readonly RegExp[]>();

/**
 * Whether one of the phrases occurs; `*` at the end of a word stands for any ending.
 *
 * @param phrases A list that lives long: its expression is made once.
 */
export function saysOneOf(words: Words, phrases: readonly string[]): boolean {
  let pattern = compiled.get(phrases);
  if (pattern === undefined) {
    pattern = new RegExp(phrases.map(expressionOf).join('|'));
    compiled.set(phrases, pattern);
  }
  return pattern.test(words);
}

/**
 * Number of the phrases that occur.
 *
 * @param phrases As for {@link saysOneOf}.
 */
export function countOf(words: Words, phrases: readonly string[]): number {
  return eachOf(phrases).filter((pattern) => pattern.test(words)).length;
}

/**
 * How much of a text the phrases cover: the letters of those that occur.
 *
 * @param phrases As for {@link saysOneOf}.
 */
export function coverageOf(words: Words, phrases: readonly string[]): number {
  if (!saysOneOf(words, phrases)) return 0;
  const patterns = eachOf(phrases);
  return phrases.reduce((sum, phrase, at) => sum + (patterns[at]?.test(words) === true ? phrase.length : 0), 0);
}

function eachOf(phrases: readonly string[]): readonly RegExp[] {
  let patterns = compiledEach.get(phrases);
  if (patterns === undefined) {
    patterns = phrases.map((phrase) => new RegExp(expressionOf(phrase)));
    compiledEach.set(phrases, patterns);
  }
  return patterns;
}

function expressionOf(phrase: string): string {
  const parts = phrase
    .split(/\s+/)
    .map((part) => {
      const words = wordsOf(part).trim();
      return part.endsWith('*') ? `${words}[^ ]*` : words;
    })
    .filter((part) => part !== '');
  return ` ${parts.join(' ')} `;
}
