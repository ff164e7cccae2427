import type { Framework } from '../../frameworks/index.js';
import { loadLexicon, tokenize } from '../../text/index.js';

/** Word roots, compared by their overlap. */
export type Roots = ReadonlySet<string>;

const MIN_LENGTH = 3;
const ENDING = /(?:ing|ed|ies|es|s|ly|y)$/;

/** Root forms of the content words of a text, for a comparison of subjects. */
export function rootsOf(text: string): string[] {
  const lexicon = loadLexicon();
  return tokenize(text).flatMap(({ word }) =>
    word.length < MIN_LENGTH || lexicon.entryOf(word).isFunctionWord ? [] : [word.replace(ENDING, '')],
  );
}

/** Attribution, e.g. `Matthew Skelton & Manuel Pais, 2019`. */
export function creditOf(framework: Framework): string {
  const { authors, work, year } = framework.origin;
  const surnames = authors.map(
    (author) =>
      author
        .replace(/ *\([^()]*\)/g, '')
        .split(' ')
        .at(-1) ?? author,
  );
  const names = surnames.length > 2 ? `${surnames[0]} et al.` : surnames.join(' & ');
  const publisher = names === '' ? (work ?? 'common practice') : names;
  return year === undefined ? publisher : `${publisher}, ${year}`;
}

/** Name without an explanation in brackets. */
export function shortName(framework: Framework): string {
  return framework.name.replace(/ \([^()]*\)$/, '');
}
