import { frameworkSchema, type Framework } from '../../frameworks/index.js';
import { personaProfileSchema } from '../../personas/index.js';
import * as z from 'zod';

/** A framework in a list. */
export const frameworkSummarySchema = frameworkSchema.pick({
  id: true,
  name: true,
  category: true,
  origin: true,
  summary: true,
  personas: true,
});
export type FrameworkSummary = z.infer<typeof frameworkSummarySchema>;

/** A framework without the fields that only its own page has. */
export function summaryOf({ id, name, category, origin, summary, personas }: Framework): FrameworkSummary {
  return { id, name, category, origin, summary, personas };
}

/** Every persona, as a message. */
export const personaListSchema = z.strictObject({ personas: z.array(personaProfileSchema) });
