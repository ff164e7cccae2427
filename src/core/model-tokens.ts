/** What somebody may still spend on language models. */
export interface ModelAllowance {
  areSpent(): Promise<boolean>;
  /** Counts what was spent; that it was more than there was refuses nothing. */
  spend(tokens: number): void;
}
