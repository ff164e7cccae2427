import * as z from 'zod';

/** The contribution of one persona. */
export const contributionSchema = z.strictObject({
  persona: z.string().min(1).describe('Id of the persona who says it.'),
  text: z.string().min(1).describe('Markdown, without the header line.'),
});

/** One action: when, what, and the sign that it worked. */
export const actionSchema = z.strictObject({
  when: z.string().min(1),
  what: z.string().min(1),
  measure: z.string().min(1),
});

/** The answer a leader reads, as it appears in the public contract. */
export const briefSchema = z.strictObject({
  markdown: z.string().min(1).describe('The whole answer, ready to render.'),
  lead: contributionSchema.nullable().describe('Null when the text was not a strategic question.'),
  support: z.array(contributionSchema).max(3),
  actions: z.array(actionSchema).max(4),
  challenges: z.array(z.string().min(1)).max(4),
});

/** A composed answer. */
export type Brief = z.infer<typeof briefSchema>;
/** One action: when, what, and the sign that it worked. */
export type BriefAction = Brief['actions'][number];
/** The contribution of one persona. */
export type BriefContribution = NonNullable<Brief['lead']>;

/** The lead's part as written by a model; the engine adds the asker's words, quotes and attributions. */
export interface AuthoredBrief {
  readonly diagnosis: string;
  readonly options: string;
  readonly recommendation: string;
  readonly actions: readonly BriefAction[];
  /** Empty when the model found nothing to challenge. */
  readonly challenge: string;
  readonly reversal: string;
}

/** The parts of an answer written by models. */
export interface AuthoredParts {
  readonly lead?: AuthoredBrief;
  /** Paragraphs of supporting personas, by id. */
  readonly support: ReadonlyMap<string, string>;
}
