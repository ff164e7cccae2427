import * as z from 'zod';

import { idPattern } from '../../core/index.js';

import { conversationSummarySchema } from './summary.js';

/** A conversation without its turns. */
export const conversationSchema = z.strictObject({
  id: z.string().regex(idPattern('cnv')),
  title: z.string().describe('The beginning of the first question.'),
  turns: z.int().min(0),
  createdAt: z.number().describe('Milliseconds since the epoch.'),
  updatedAt: z.number().describe('Milliseconds since the epoch.'),
  summary: conversationSummarySchema,
});
export type Conversation = Readonly<z.infer<typeof conversationSchema>>;
