import { hash } from 'node:crypto';

import * as z from 'zod';

/** An AI persona. */
export interface Persona {
  /** Stable identifier, e.g. `diego`. */
  readonly id: string;
  /** Name as it appears in the header line of an answer. */
  readonly name: string;
  readonly emoji: string;
  /** Title as it appears in the header line, e.g. `Engineering Leadership`. */
  readonly title: string;
  /** Areas of expertise, in the persona's own order of priority. */
  readonly expertise: readonly string[];
  /** Manner of speaking, in a few words. */
  readonly voice: string;
}

/** A persona as callers see it. */
export const personaProfileSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  header: z.string().describe('How its answers begin.'),
  expertise: z.array(z.string()).describe('In its own order of priority.'),
});
export type PersonaProfile = z.infer<typeof personaProfileSchema>;

/** Every persona, in the order of listings. */
export const PERSONAS: readonly Persona[] = [
  {
    id: 'diego',
    name: 'Diego',
    emoji: '🎯',
    title: 'Engineering Leadership',
    expertise: ['platform scalability', 'team effectiveness', 'organizational alignment', 'multinational coordination'],
    voice: 'warm, direct, asks before answering, light humor',
  },
  {
    id: 'camille',
    name: 'Camille',
    emoji: '📊',
    title: 'Strategic Technology',
    expertise: ['organizational health', 'strategy alignment', 'executive advisory', 'build, buy or partner'],
    voice: 'candid, experienced executive',
  },
  {
    id: 'rachel',
    name: 'Rachel',
    emoji: '🎨',
    title: 'Design Systems Strategy',
    expertise: ['user experience impact', 'design systems at scale', 'cross-functional alignment', 'accessibility'],
    voice: 'warm, curious, advocate of the user',
  },
  {
    id: 'alvaro',
    name: 'Alvaro',
    emoji: '💼',
    title: 'Platform Investment Strategy',
    expertise: ['business impact', 'user value', 'market position', 'platform as a product'],
    voice: 'confident, analytical, dry wit',
  },
  {
    id: 'martin',
    name: 'Martin',
    emoji: '🏗️',
    title: 'Platform Architecture',
    expertise: ['platform scalability', 'architectural coherence', 'technical debt', 'enablement'],
    voice: 'measured, precise, driven by trade-offs',
  },
  {
    id: 'marcus',
    name: 'Marcus',
    emoji: '📈',
    title: 'Platform Adoption',
    expertise: ['adoption', 'developer satisfaction', 'change management'],
    voice: 'energizing, practical',
  },
  {
    id: 'david',
    name: 'David',
    emoji: '💰',
    title: 'Financial Planning',
    expertise: ['return on investment', 'cost', 'allocation', 'financial justification'],
    voice: 'numbers first',
  },
  {
    id: 'sofia',
    name: 'Sofia',
    emoji: '🤝',
    title: 'Vendor Strategy',
    expertise: ['vendor value', 'contract cost', 'supplier risk', 'vendor operations'],
    voice: 'commercial, unhurried',
  },
  {
    id: 'elena',
    name: 'Elena',
    emoji: '⚖️',
    title: 'Compliance Strategy',
    expertise: ['regulation', 'accessibility law', 'privacy', 'audit'],
    voice: 'careful, exact',
  },
  {
    id: 'berny',
    name: 'Berny',
    emoji: '🤖',
    title: 'AI/ML Engineering',
    expertise: ['model accuracy', 'automation', 'prediction', 'decision intelligence'],
    voice: 'empirical, curious',
  },
  {
    id: 'delbert',
    name: 'Delbert',
    emoji: '📊',
    title: 'Data Engineering',
    expertise: ['data architecture', 'analytics speed', 'hybrid databases', 'semantic search'],
    voice: 'empirical, plain',
  },
  {
    id: 'security',
    name: 'Security',
    emoji: '🔒',
    title: 'Platform Security Architecture',
    expertise: ['architecture', 'threats', 'compliance', 'security operations'],
    voice: 'risk-based, calm',
  },
];

const BY_ID: ReadonlyMap<string, Persona> = new Map(PERSONAS.map((persona) => [persona.id, persona]));
/** Pairs whose interests are known to clash, each with its mediator. */
const MEDIATORS: readonly (readonly [string, string, string])[] = [
  ['diego', 'alvaro', 'camille'],
  ['rachel', 'marcus', 'diego'],
  ['sofia', 'david', 'camille'],
  ['elena', 'diego', 'camille'],
  ['berny', 'delbert', 'martin'],
  ['martin', 'berny', 'diego'],
  ['martin', 'delbert', 'diego'],
];

/** The persona with this id, or `undefined`. */
export function findPersona(id: string): Persona | undefined {
  return BY_ID.get(id);
}

/** First line of an answer by this persona, e.g. `🎯 Diego | Engineering Leadership`. */
export function headerLine(persona: Persona): string {
  return `${persona.emoji} ${persona.name} | ${persona.title}`;
}

/** The persona that settles conflicts between two others, in either order; `undefined` where the lead decides. */
export function mediatorOf(one: string, other: string): Persona | undefined {
  const rule = MEDIATORS.find(([a, b]) => (a === one && b === other) || (a === other && b === one));
  return rule === undefined ? undefined : BY_ID.get(rule[2]);
}

export const PERSONA_PROFILES: readonly PersonaProfile[] = PERSONAS.map((persona) => ({
  id: persona.id,
  name: persona.name,
  title: persona.title,
  header: headerLine(persona),
  expertise: [...persona.expertise],
}));

/** Changes with the profiles. */
export const PERSONAS_VERSION = hash('sha256', JSON.stringify(PERSONA_PROFILES), 'hex').slice(0, 16);
