import * as z from 'zod';

/** What one persona says. */
export const contributionSchema = z.strictObject({
  persona: z.string().min(1).describe('Id of the persona who says it.'),
  text: z.string().min(1).describe('Markdown, without the header line.'),
});

/** One step of an answer: when, what, and how one sees that it worked. */
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
/** One step of an answer: when, what, and how one sees that it worked. */
export type BriefAction = Brief['actions'][number];
/** What one persona says. */
export type BriefContribution = NonNullable<Brief['lead']>;
