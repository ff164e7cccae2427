import { frameworkSchema, type Framework } from '../../frameworks/index.js';
import { personaProfileSchema } from '../../personas/index.js';
import * as z from 'zod';

/** A framework as a list shows it. */
export const frameworkSummarySchema = frameworkSchema.pick({
  id: true,
  name: true,
  category: true,
  origin: true,
  summary: true,
  personas: true,
});
export type FrameworkSummary = z.infer<typeof frameworkSummarySchema>;

/** Leaves out what only the page of one framework shows. */
export function summaryOf({ id, name, category, origin, summary, personas }: Framework): FrameworkSummary {
  return { id, name, category, origin, summary, personas };
}

/** Every persona, as a message. */
export const personaListSchema = z.strictObject({ personas: z.array(personaProfileSchema) });
