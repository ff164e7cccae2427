import * as z from 'zod';

import { personaProfileSchema } from '../personas/index.js';

/** Everyone who can answer, as a message. */
export const personaListSchema = z.strictObject({ personas: z.array(personaProfileSchema) });
