import type { Finding } from '../../core/index.js';
import { rootsOf, type Roots } from './framework-names.js';
import { countWords, firstWords, plainText } from '../question/quotable-text.js';

/** A finding in quotable text. */
export interface QuotedFinding {
  readonly server: string;
  readonly title: string;
  readonly text: string;
  /** Of the text. */
  readonly words: number;
  /** Empty when its server names none. */
  readonly source: string;
  readonly isFromOperator: boolean;
}

/** Characters of a finding that are read. */
const MAX_TEXT_LENGTH = 4_000;
const SOURCE_WORDS = 12;
/** Minimum share of words that are not in the question. */
const MIN_NEW_SHARE = 0.5;

/** Minimum words in common of the question and a passage about a framework, when no framework was detected. */
const MIN_SHARED = 2;

/**
 * The findings worth quoting: first those of the operator's own servers, then those with a source, those about the most
 * likely framework first.
 *
 * @param names Of the detected frameworks.
 */
export function quotedFindings(
  findings: readonly Finding[],
  question: Roots,
  names: readonly string[],
): QuotedFinding[] {
  return findings
    .map(({ isFromOperator = false, server, source, text, title }) => ({
      isFromOperator,
      server: plainText(server, 60),
      title: plainText(title, 120),
      text: plainText(text, MAX_TEXT_LENGTH),
      source: firstWords(plainText(source ?? title, 300), SOURCE_WORDS),
      isSourced: source !== undefined,
    }))
    .filter(
      ({ isFromOperator, isSourced, text, title }) =>
        isFromOperator ||
        (newShare(text, question) >= MIN_NEW_SHARE && (!isSourced || isAbout(title, text, question, names))),
    )
    .map((one) => ({ ...one, words: countWords(one.text), rank: rankOf(one, names) }))
    .sort((a, b) => a.rank - b.rank);
}

/** Lowest first: the operator's servers, then passages in the order of their frameworks. */
function rankOf(
  { isFromOperator, isSourced, title }: Pick<QuotedFinding, 'isFromOperator' | 'title'> & { isSourced: boolean },
  names: readonly string[],
): number {
  if (isFromOperator) return -1;
  if (!isSourced) return names.length + 1;
  const at = names.findIndex((name) => title.includes(name));
  return at < 0 ? names.length : at;
}

function isAbout(title: string, text: string, question: Roots, names: readonly string[]): boolean {
  // The title of a library passage is its framework and its section.
  if (!title.includes(': ')) return true;
  if (names.length > 0) return names.some((name) => title.includes(name));
  return rootsOf(text).filter((root) => question.has(root)).length >= MIN_SHARED;
}

function newShare(text: string, question: Roots): number {
  const roots = rootsOf(text);
  return roots.length === 0 ? 0 : roots.filter((root) => !question.has(root)).length / roots.length;
}
