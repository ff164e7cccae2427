import { isStopWord } from './question-words.js';

/** Verbs with which an alternative of a leader begins; both sides then begin with one. */
const VERBS: ReadonlySet<string> = new Set(
  `adopt assign automate bring build buy centralize centralise close coach consolidate contract cut decentralize delay
  delegate develop embed enforce expand extend fix focus freeze fund give go grow hire insource integrate invest keep kill
  launch leave let mandate merge migrate modernize modernise move open outsource partner pause phase postpone promote
  purchase rebuild recruit reduce refactor rent reorganize replace retire rewrite rotate run scale sell separate ship
  skip split standardize start stay stop switch train unify upgrade use wait write`.split(/\s+/),
);
const MAX_WORDS = 9;
/** What ends an alternative on its right: a new clause or a condition. */
const RIGHT_END = /[,.;:?!()\u2029]| (?:before|when|while|because|given|since|if|so that|and what|and how|until)\b/;
const NO_ALTERNATIVE =
  /^(?:not|no|so|more|less|something|anything|what|how|is|are|do|does|even|two|three|four|other|others|else|at|whether|am|will|we|i|should|just|maybe|any)$/;

/** The two things a sentence hesitates between, verbatim; undefined when it does not. */
export function alternativesIn(sentence: string): readonly [string, string] | undefined {
  const at = sentence.lastIndexOf(' or ');
  if (at < 0) return undefined;
  const right = wordsOf(sentence.slice(at + 4).split(RIGHT_END, 1)[0] ?? '');
  const left = wordsOf(
    sentence
      .slice(Math.max(0, at - 160), at)
      .split(/[.;:?!()\u2029]/)
      .at(-1) ?? '',
  );
  const opening = right[0]?.toLowerCase() ?? '';
  if (right.length === 0 || right.length > MAX_WORDS || left.length === 0 || NO_ALTERNATIVE.test(opening)) {
    return undefined;
  }
  if (opening === 'the' && (right.length < 2 || right[1] === 'other')) return undefined;
  return VERBS.has(opening) ? acts(left, right) : things(left, right, opening);
}

/** Both sides are something to do. */
function acts(left: readonly string[], right: readonly string[]): readonly [string, string] | undefined {
  const from = left.findIndex((word, at) => VERBS.has(word.toLowerCase()) && left.length - at <= MAX_WORDS);
  return from < 0 ? undefined : [left.slice(from).join(' '), right.join(' ')];
}

/** Both sides are something to have or to be. */
function things(
  left: readonly string[],
  right: readonly string[],
  opening: string,
): readonly [string, string] | undefined {
  if (right.length > 5 || left.length < Math.min(2, right.length)) return undefined;
  const parallel = left.findLastIndex((word) => word.toLowerCase() === opening);
  const kept = parallel >= 0 && left.length - parallel <= MAX_WORDS ? left.slice(parallel) : left.slice(-right.length);
  const first = kept[0]?.toLowerCase() ?? '';
  const isPhrase = /^(?:an?|the|in|to|by)$/.test(first) || kept.every((word) => !isStopWord(word.toLowerCase()));
  const phrase = kept.join(' ');
  return !isPhrase || phrase.length < 3 || /^\d+$/.test(phrase) ? undefined : [phrase, right.join(' ')];
}

function wordsOf(clause: string): string[] {
  return clause
    .trim()
    .replace(/,$/, '')
    .split(' ')
    .filter((word) => word !== '');
}
