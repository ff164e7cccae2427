/** A narrow question that a text may ask. */
export interface NarrowCandidate {
  /** `area/id`. */
  readonly id: string;
  /** Among narrow questions, and none of them. */
  readonly chance: number;
  /** How rare the words are by which its groups are met; 0 if they are not. */
  readonly rarity: number;
  /** Words of the text. */
  readonly words: number;
  /** Probability of the likeliest situation. */
  readonly situation: number;
  /** Probability that it is a leader's question about none of the situations. */
  readonly none: number;
  /** Probability that it is no leader's question. */
  readonly offTopic: number;
}

/** A narrow question may be met by its words alone. */
const MIN_CHANCE = 1e-4;
/** What rare words count beside the logarithm of a chance. */
const RARITY_WEIGHT = 0.6;

/** Keeps the logarithm of what the likeliest situation leaves finite. */
const MIN_REST = 0.01;

/** Orders candidates: by the model, and by how rare the words are that they share with the text. */
export function rankOf({ chance, rarity }: NarrowCandidate): number {
  return Math.log(chance + MIN_CHANCE) + RARITY_WEIGHT * rarity;
}

/**
 * What tells whether a narrow question is the one that is asked: rare words speak for it, a likely situation against, and
 * that the words are met within a long text, where they may meet by accident.
 */
export function askedEvidence({
  chance,
  none,
  offTopic,
  rarity,
  situation,
  words,
}: NarrowCandidate): readonly number[] {
  const isMet = rarity > 0 ? 1 : 0;
  const seen = Math.log(chance + MIN_CHANCE);
  return [
    1,
    seen,
    isMet,
    rarity,
    isMet * seen,
    isMet * Math.log(Math.max(1, words)),
    Math.log(1 - situation + MIN_REST),
    Math.log(none + MIN_CHANCE),
    offTopic,
  ];
}

/** The probability that a narrow question is the one asked. @param weights Of {@link askedEvidence}. */
export function askedChance(one: NarrowCandidate, weights: readonly number[]): number {
  const logOdds = askedEvidence(one).reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
  return 1 / (1 + Math.exp(-logOdds));
}
