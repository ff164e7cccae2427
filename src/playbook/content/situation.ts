/** One way out of a situation, with what it buys and what it costs. */
export interface SituationOption {
  readonly name: string;
  readonly gain: string;
  readonly cost: string;
}

/** One concrete step and the sign that it worked. */
export interface SituationMove {
  readonly what: string;
  readonly measure: string;
}

/**
 * A situation that engineering leaders recognize, with advice from experience.
 *
 * Sentences may hold slots, `{name|fallback}`: `team`, `amount`, `date` and `sponsor` are filled with the asker's own
 * words when the question has them.
 */
export interface Situation {
  readonly id: string;
  /** What people write when they are in it; matched without case. */
  readonly signs: RegExp;
  /** It is an event that changes what everything else is about: its signs tell wherever they stand. */
  readonly isEvent?: boolean;
  /** Frameworks that are made for it; they weigh as much as two signs in the ask. */
  readonly frameworks: readonly string[];
  /** Completes “underneath, this is about …”; holds no number and no quotation. */
  readonly core: string;
  readonly insight: string;
  readonly options: readonly [SituationOption, SituationOption, SituationOption];
  /** Which option to take, and why. */
  readonly choice: { readonly option: 0 | 1 | 2; readonly because: string };
  readonly moves: readonly [SituationMove, SituationMove, SituationMove];
  /** Completes “I would advise differently if …”. */
  readonly reversal: string;
}

/** Fills the slots of a sentence with the asker's words, or with the sentence's own fallback. */
export function fillSlots(sentence: string, slots: Readonly<Record<string, string | undefined>>): string {
  return sentence.replaceAll(
    /\{(\w+)\|([^{}]*)\}/g,
    (_match, name: string, fallback: string) => slots[name] ?? fallback,
  );
}
