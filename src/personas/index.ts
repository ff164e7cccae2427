/**
 * The personas, and the choice among them.
 *
 * {@link PersonaRouter} picks the lead and at most three supporting personas of an answer: those requested or addressed by
 * name (`routing-mentions.ts`), else by two linear models over words, detected frameworks and role (`routing-features.ts`,
 * weights in `routing-model.json.gz`, fitted by `npm run detector:fit`), with a bonus for the earlier lead of a conversation.
 *
 * Concurrency: synchronous and linear in the text, of which 1,500 words are read; a router reuses its buffers between
 * calls. Failure: none; a text that is not strategic and names no persona has no lead.
 */
export {
  findPersona,
  headerLine,
  mediatorOf,
  type Persona,
  PERSONA_PROFILES,
  type PersonaProfile,
  personaProfileSchema,
  PERSONAS,
  PERSONAS_VERSION,
} from './catalog.js';
export { type EarlierQuestion, PersonaRouter, type Route, type RoutedPersona, type RouteRequest } from './router.js';
