export { findPersona, headerLine, mediatorOf, PERSONAS } from './catalog.js';
export { PERSONA_PROFILES, type PersonaProfile, personaProfileSchema, PERSONAS_VERSION } from './persona-profile.js';
export type { Persona } from './persona.js';
export { type EarlierQuestion, PersonaRouter, type Route, type RoutedPersona } from './router.js';
