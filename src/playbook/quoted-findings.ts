import type { Finding } from '../core/index.js';
import { rootsOf, type Roots } from './framework-passages.js';
import { countWords, firstWords, quotableText } from './quotable-text.js';

/** A finding as an answer may quote it: plain words that start no link, tag or emphasis. */
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

/** Longest text that is read of a finding, characters. */
const READ_LENGTH = 4_000;
const SOURCE_WORDS = 12;
/** A finding of which less is new than this share of its words only repeats the question. */
const MIN_NEW_SHARE = 0.5;

/** Where no framework was detected, a passage about one must share so many words with the question. */
const MIN_SHARED = 2;

/**
 * The findings worth quoting: what the operator's own servers know of this case; then those with a source, of them
 * those about the surest framework.
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
      server: plain(server.slice(0, 60)),
      title: plain(title.slice(0, 120)),
      text: plain(text.slice(0, READ_LENGTH)),
      source: firstWords(plain((source ?? title).slice(0, 300)), SOURCE_WORDS),
      isSourced: source !== undefined,
    }))
    .filter(({ isFromOperator, text }) => isFromOperator || newShare(text, question) >= MIN_NEW_SHARE)
    .filter(
      ({ isFromOperator, isSourced, text, title }) =>
        isFromOperator || !isSourced || isAbout(title, text, question, names),
    )
    .map((one) => ({ ...one, words: countWords(one.text), rank: rankOf(one, names) }))
    .sort((a, b) => a.rank - b.rank);
}

/** The lowest goes first: the asker's own case, then passages by how sure the framework is that they are about. */
function rankOf(
  {
    isFromOperator,
    isSourced,
    title,
  }: { readonly isFromOperator: boolean; readonly isSourced: boolean; readonly title: string },
  names: readonly string[],
): number {
  if (isFromOperator) return -1;
  if (!isSourced) return names.length + 1;
  const at = names.findIndex((name) => title.includes(name));
  return at < 0 ? names.length : at;
}

function isAbout(title: string, text: string, question: Roots, names: readonly string[]): boolean {
  // Passages of the library are titled by their framework and what they tell of it.
  if (!title.includes(': ')) return true;
  if (names.length > 0) return names.some((name) => title.includes(name));
  return rootsOf(text).filter((root) => question.has(root)).length >= MIN_SHARED;
}

function newShare(text: string, question: Roots): number {
  const roots = rootsOf(text);
  return roots.length === 0 ? 0 : roots.filter((root) => !question.has(root)).length / roots.length;
}

function plain(text: string): string {
  return quotableText(text).replaceAll('\u2029', ' ');
}
