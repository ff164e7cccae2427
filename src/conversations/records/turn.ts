import * as z from 'zod';

import { idPattern } from '../../core/index.js';

/** One question and the outcome of its answer. */
export const turnSchema = z.strictObject({
  id: z.string().regex(idPattern('trn')),
  at: z.number().describe('When it was answered, milliseconds since the epoch.'),
  question: z.string(),
  answerId: z.string().regex(idPattern('ans')),
  lead: z.string().nullable().describe('Id of the lead persona; null when the question was not strategic.'),
  frameworks: z.array(z.string()).describe('Ids of the frameworks detected, best first.'),
});
export type Turn = Readonly<z.infer<typeof turnSchema>>;

/** In place of the id of an answer: the question was answered by something else, and only asked here again. */
export const ANSWERED_ELSEWHERE = '';

/** A turn that is not part of a conversation yet. */
export type NewTurn = Omit<Turn, 'id' | 'at'>;
