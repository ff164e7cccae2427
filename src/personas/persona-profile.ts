import { hash } from 'node:crypto';

import * as z from 'zod';

import { headerLine, PERSONAS } from './catalog.js';

/** A persona as callers see it. */
export const personaProfileSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  header: z.string().describe('How its answers begin.'),
  expertise: z.array(z.string()).describe('In its own order of priority.'),
});
export type PersonaProfile = z.infer<typeof personaProfileSchema>;

/** Everyone who can answer. */
export const PERSONA_PROFILES: readonly PersonaProfile[] = PERSONAS.map((persona) => ({
  id: persona.id,
  name: persona.name,
  title: persona.title,
  header: headerLine(persona),
  expertise: [...persona.expertise],
}));

/** Changes with them. */
export const PERSONAS_VERSION = hash('sha256', JSON.stringify(PERSONA_PROFILES), 'hex').slice(0, 16);
