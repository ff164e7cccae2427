import * as z from 'zod';

import { idPattern, requestedClassSchema } from '../../core/index.js';

/** Longest text the service reads, characters. */
export const MAX_TEXT_LENGTH = 32_768;

/** A letter, a digit or a picture; letters that show nothing do not count. */
const READABLE = /[[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]--\p{Default_Ignorable_Code_Point}]/v;

/** A text with something to read in it: white space, punctuation and invisible characters alone say nothing. */
const readableText = z
  .string()
  .min(1)
  .max(MAX_TEXT_LENGTH)
  .refine((text) => READABLE.test(text), 'expected words');

/** A question, as every endpoint accepts it. */
export const askSchema = z.strictObject({
  question: readableText.describe('What the leader wants to know, in any wording.'),
  conversationId: z
    .string()
    .regex(idPattern('cnv'), 'expected the id of a conversation, "cnv_…"')
    .optional()
    .describe('Continues a conversation; without it a new one starts.'),
  role: z.string().trim().min(1).max(120).optional().describe('Who asks, for example "VP Engineering".'),
  class: requestedClassSchema.optional(),
  deadlineMs: z
    .int()
    .min(10)
    .max(60_000)
    .optional()
    .describe('Shortens the deadline of the class; a longer one has no effect, and the receipt says so.'),
  personas: z
    .array(z.string().regex(/^[a-z]{2,20}$/, 'expected the id of a persona'))
    .min(1)
    .max(4)
    .optional()
    .describe('Who shall answer, the lead first.'),
  enhance: z.enum(['auto', 'never']).optional().describe('Whether MCP servers may help.'),
  noCache: z.boolean().optional().describe('Asks for a fresh answer.'),
});
export type Ask = z.infer<typeof askSchema>;

/** Any text to look for frameworks in. */
export const detectSchema = z.strictObject({ text: readableText });
export type Detect = z.infer<typeof detectSchema>;
