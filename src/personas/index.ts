export { actionSchema, briefSchema, contributionSchema, type Brief } from './brief.js';
export { findPersona, PERSONAS } from './catalogue.js';
export { PERSONA_PROFILES, personaProfileSchema, type PersonaProfile } from './persona-profile.js';
export type { Persona } from './persona.js';
export { PersonasModule } from './personas.module.js';
export type { BriefRequest } from './playbook/playbook-case.js';
export { PlaybookEngine } from './playbook/playbook-engine.js';
export { PersonaRouter, type Route, type RoutedPersona } from './router.js';
