import type { BriefAction } from './brief.js';

/** What a model wrote of a lead's part; the engine adds the asker's words, the quotations and the attributions. */
export interface AuthoredBrief {
  readonly diagnosis: string;
  readonly options: string;
  readonly recommendation: string;
  readonly actions: readonly BriefAction[];
  /** Empty when the model found nothing to challenge. */
  readonly challenge: string;
  readonly reversal: string;
}

/** What models wrote of an answer. */
export interface AuthoredParts {
  readonly lead?: AuthoredBrief;
  /** Paragraphs of supporting personas, by id. */
  readonly support: ReadonlyMap<string, string>;
}
