/** Shorter words are too near to others. */
const MIN_LENGTH = 5;
/** One letter for another makes a typo in words of at least this length. */
const MIN_SUBSTITUTED_LENGTH = 7;

/**
 * Corrects a typo of one letter in a frequent word: a letter too few or too many, two letters in the wrong order, in
 * long words also a wrong letter; never the first or the last one, where "hiring" and "firing" or "employee" and
 * "employer" differ.
 */
export class Spelling {
  readonly #known: ReadonlySet<string>;
  /** Frequent words by their first and last letter. */
  readonly #byEnds = new Map<string, string[]>();

  /**
   * @param frequent   What a typo is corrected to.
   * @param lookalikes  Words that are right although they are one letter from a frequent word.
   */
  constructor(frequent: readonly string[], lookalikes: readonly string[]) {
    this.#known = new Set([...frequent, ...lookalikes]);
    for (const word of frequent) {
      const ends = endsOf(word);
      const words = this.#byEnds.get(ends) ?? [];
      words.push(word);
      this.#byEnds.set(ends, words);
    }
  }

  /** @returns the only frequent word that is one typo away from an unknown word, or the word itself. */
  corrected(word: string): string {
    if (word.length < MIN_LENGTH || this.#known.has(word) || !/^[a-z]+$/.test(word)) return word;
    const near = (this.#byEnds.get(endsOf(word)) ?? []).filter((frequent) => isTypoOf(word, frequent));
    return near.length === 1 ? (near[0] ?? word) : word;
  }
}

function endsOf(word: string): string {
  return `${word.at(0)}${word.at(-1)}`;
}

/** Whether two different words with the same first and last letter are one typo apart. */
function isTypoOf(word: string, right: string): boolean {
  const longer = word.length - right.length;
  if (longer > 1 || longer < -1) return false;
  let at = 1;
  while (word[at] === right[at]) at += 1;
  if (longer === 1) return word.slice(at + 1) === right.slice(at);
  if (longer === -1) return word.slice(at) === right.slice(at + 1);
  if (word.length >= MIN_SUBSTITUTED_LENGTH && word.slice(at + 1) === right.slice(at + 1)) return true;
  return word[at] === right[at + 1] && word[at + 1] === right[at] && word.slice(at + 2) === right.slice(at + 2);
}
