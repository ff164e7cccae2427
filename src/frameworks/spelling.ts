import { hashText } from '../text/index.js';
import { lowerBound } from './lower-bound.js';

/** Shorter words have too many unrelated neighbors. */
const MIN_LENGTH = 5;
const MAX_LENGTH = 20;
/** Words of at least this length may have two typos. */
const MIN_TWO_TYPOS_LENGTH = 9;

/**
 * Corrects misspelled words of a small vocabulary.
 *
 * @see W. Garbe, symmetric delete spelling correction: a word and its misspelling share a form with one letter removed
 */
export class SpellingIndex {
  /** Hashes of every word with up to one letter removed, ascending. */
  private readonly hashes: Uint32Array;
  private readonly wordOf: Uint32Array;
  private readonly words: readonly string[];

  constructor(words: Iterable<string>) {
    this.words = [...new Set(words)].filter((word) => word.length >= MIN_LENGTH && word.length <= MAX_LENGTH);
    const entries: [hash: number, word: number][] = [];
    for (const [index, word] of this.words.entries()) {
      for (const form of formsOf(word)) entries.push([hashText(form), index]);
    }
    entries.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    this.hashes = Uint32Array.from(entries, ([hash]) => hash);
    this.wordOf = Uint32Array.from(entries, ([, word]) => word);
  }

  /**
   * Words one typo away (a letter missing, added, changed, or two swapped), two for long words.
   *
   * @remarks O(length²) in the word, logarithmic in the vocabulary.
   */
  corrections(word: string): readonly string[] {
    if (word.length < MIN_LENGTH || word.length > MAX_LENGTH + 1) return [];
    const found = new Set<string>();
    for (const form of formsOf(word)) {
      const hash = hashText(form);
      for (let at = lowerBound(this.hashes, hash); at < this.hashes.length && this.hashes[at] === hash; at += 1) {
        const candidate = this.words[this.wordOf[at] ?? 0] ?? '';
        if (candidate !== word && isNear(word, candidate)) found.add(candidate);
      }
    }
    return [...found];
  }
}

function formsOf(word: string): Set<string> {
  const forms = new Set([word]);
  for (let at = 0; at < word.length; at += 1) forms.add(word.slice(0, at) + word.slice(at + 1));
  return forms;
}

function isNear(word: string, candidate: string): boolean {
  const typos = editDistance(word, candidate);
  if (typos <= 1) return true;
  return typos === 2 && candidate.length >= MIN_TWO_TYPOS_LENGTH && word[0] === candidate[0];
}

/** Optimal string alignment distance: a swap of neighbors counts once. */
function editDistance(left: string, right: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
