/** What a caller may still spend on language models. */
export interface ModelAllowance {
  areSpent(): Promise<boolean>;
  /** Counts tokens that were spent, also beyond the quota. */
  spend(tokens: number): void;
}
