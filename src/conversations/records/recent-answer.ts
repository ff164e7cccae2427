import * as z from 'zod';

import { idPattern } from '../../core/index.js';

/** An answer in the list of those that its caller was given. */
export const recentAnswerSchema = z.strictObject({
  id: z.string().regex(idPattern('ans')),
  conversationId: z.string().regex(idPattern('cnv')),
  at: z.number().describe('When it was given, milliseconds since the epoch.'),
  question: z.string().describe('The beginning of the question.'),
  lead: z.string().nullable().describe('Id of the lead persona; null when the question was not strategic.'),
  frameworks: z.array(z.string()).describe('Ids of the frameworks detected, best first.'),
});
export type RecentAnswer = Readonly<z.infer<typeof recentAnswerSchema>>;
