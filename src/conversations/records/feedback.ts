import * as z from 'zod';

import { idPattern } from '../../core/index.js';

/** Longest remark, characters. */
const MAX_REMARK_LENGTH = 2_000;

/** What came of advice: a closed set. */
export const outcomeSchema = z.enum(['worked', 'partly', 'failed', 'not-tried']);

/** What a caller says about an answer. */
export const feedbackRequestSchema = z.strictObject({
  useful: z.boolean(),
  outcome: outcomeSchema.nullish().describe('What happened when the advice was followed.'),
  text: z.string().trim().min(1).max(MAX_REMARK_LENGTH).nullish().describe('Anything else, in any words.'),
});
export type FeedbackRequest = Readonly<z.infer<typeof feedbackRequestSchema>>;

/** What was said about an answer, once for each caller. */
export const feedbackSchema = z.strictObject({
  answerId: z.string().regex(idPattern('ans')),
  at: z.number().describe('Milliseconds since the epoch.'),
  useful: z.boolean(),
  outcome: outcomeSchema.nullable(),
  text: z.string().nullable(),
});
export type Feedback = Readonly<z.infer<typeof feedbackSchema>>;

/** What an answer was made of, as far as feedback is counted by it. */
export interface AdviceGrounds {
  readonly frameworks: readonly string[];
  readonly situation: string | null;
}

/** Feedback as it is stored. */
export const storedFeedbackSchema = feedbackSchema.extend({
  frameworks: z.array(z.string()),
  situation: z.string().nullable(),
});
export type StoredFeedback = Feedback & AdviceGrounds;
