/** An alternative for {@link powerOfTwoChoices}. */
export interface Candidate {
  /** It is ejected, and its probe is due. */
  readonly isProbeDue: boolean;
  /** Lower is better. */
  readonly cost: number;
}

/**
 * The cheaper of two candidates drawn at random; a due probe takes precedence.
 *
 * @param random Uniform in [0, 1).
 * @returns `undefined` if there are no candidates.
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
