/** What the asker wants to be able to do with the answer. */
export type QuestionKind = 'decide' | 'diagnose' | 'plan' | 'persuade' | 'measure' | 'people';

/** What a challenge puts to the test. */
export type ChallengeType =
  | 'assumption_test'
  | 'root_cause_probe'
  | 'alternative_exploration'
  | 'evidence_demand'
  | 'constraint_validation'
  | 'stakeholder_validation';

/** How a persona speaks when the playbook engine writes for it. */
export interface PersonaSpeech {
  /** First words of an answer, by what kind of question it is. */
  readonly openers: Readonly<Record<QuestionKind, string>>;
  /** Lead-in of the recommendation; the recommended option follows. */
  readonly recommends: string;
  /** What this persona protects, completing “… protects”. */
  readonly protects: string;
  /** A supporting contribution's point of view. */
  readonly lens: string;
  /** What a supporting persona asks for before agreeing, completing “Before we commit, I want …”. */
  readonly condition: string;
  /** The persona's own escalation rule of thumb. */
  readonly rule: string;
  /** Situation of the persona's field, for questions that show no other. */
  readonly home: string;
  /** A challenge of each type in the persona's style, always with an alternative. */
  readonly challenges: Readonly<Record<ChallengeType, string>>;
}
