/** What can be chosen between. */
export interface Candidate {
  /** Ejected, and its probe is due. */
  readonly isProbeDue: boolean;
  /** Lower is better. */
  readonly cost: number;
}

/**
 * The better of two candidates drawn at random; a probe that is due comes first.
 *
 * @param random Gives numbers in [0, 1).
 * @returns `undefined` when there is none.
 * @see Mitzenmacher, The Power of Two Choices in Randomized Load Balancing, 2001
 */
export function powerOfTwoChoices<T extends Candidate>(candidates: readonly T[], random: () => number): T | undefined {
  const probe = candidates.find(({ isProbeDue }) => isProbeDue);
  if (probe !== undefined || candidates.length < 2) return probe ?? candidates[0];
  const first = Math.floor(random() * candidates.length);
  const second = (first + 1 + Math.floor(random() * (candidates.length - 1))) % candidates.length;
  const one = candidates[first];
  const other = candidates[second];
  return one !== undefined && other !== undefined && other.cost < one.cost ? other : one;
}
