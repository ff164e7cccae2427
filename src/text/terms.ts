import { stem } from './stem.js';
import { tokenize } from './tokens.js';

/** Words shorter than this carry no topic. */
const MIN_TERM_LENGTH = 3;

/** The stem of every word of a text, in order: what inflections of a word have in common. */
export function stemsOf(text: string): string[] {
  return tokenize(text).map(({ word }) => stem(word));
}

/** The stems a text is about, in order: those of words long enough to carry a topic. */
export function termsOf(text: string): string[] {
  return tokenize(text).flatMap(({ word }) => (word.length < MIN_TERM_LENGTH ? [] : [stem(word)]));
}
