import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import * as z from 'zod';

import type { FrameworkCatalog } from '../../frameworks/index.js';
import { askSchema } from '../../answers/index.js';
import { PERSONA_PROFILES, type PersonaProfile } from '../../personas/index.js';
import { InputInvalidError, validate } from '../../answers/index.js';

import type { EndpointPrompt } from './endpoint-catalog.js';
import { frameworkContents } from './resources.js';

/** Completions of `role`; any other role is valid too. */
const ROLES = [
  'CEO',
  'CFO',
  'CPO',
  'CTO',
  'Director of Engineering',
  'Director of Product',
  'Engineering Manager',
  'Head of Design',
  'Head of Platform',
  'Principal Engineer',
  'Product Manager',
  'Staff Engineer',
  'VP Engineering',
  'VP Product',
];

const argumentsSchema = askSchema
  .pick({ question: true, role: true })
  .extend({ framework: z.string().min(1).max(64).optional() });

/** One prompt for each persona, with which a client asks that persona. */
export function personaPrompts(frameworks: FrameworkCatalog): Map<string, EndpointPrompt> {
  return new Map(PERSONA_PROFILES.map((persona) => [persona.id, promptOf(persona, frameworks)]));
}

function promptOf(persona: PersonaProfile, frameworks: FrameworkCatalog): EndpointPrompt {
  return {
    describe: () => ({
      name: persona.id,
      title: `Ask ${persona.name}, ${persona.title}`,
      description: persona.expertise.join(', '),
      arguments: Object.entries(argumentsSchema.shape).map(([name, schema]) => {
        const description = name === 'framework' ? frameworkHint(frameworks) : schema.description;
        return {
          name,
          ...(description === undefined ? {} : { description }),
          required: !schema.safeParse(undefined).success,
        };
      }),
    }),
    completions: new Map<string, () => readonly string[]>([
      ['role', () => ROLES],
      ['framework', () => frameworks.current.library.all().map(({ id }) => id)],
    ]),
    get: (args) => {
      const { question, role, framework: id } = argumentsOf(args);
      const framework = id === undefined ? undefined : frameworks.current.library.get(id);
      if (id !== undefined && framework === undefined) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, `framework: there is no ${JSON.stringify(id)}`);
      }
      const call = JSON.stringify({ question, personas: [persona.id], ...(role === undefined ? {} : { role }) });
      return {
        description: `Ask ${persona.name}, ${persona.title}`,
        messages: [
          ...(framework === undefined
            ? []
            : [
                {
                  role: 'user' as const,
                  content: { type: 'resource' as const, resource: frameworkContents(framework) },
                },
              ]),
          {
            role: 'user',
            content: {
              type: 'text',
              text: `Call the tool \`ask\` with ${call} and give me the answer as it is, with the actions, the frameworks and the words that prove them. Say what its receipt names as missing.`,
            },
          },
        ],
      };
    },
  };
}

function frameworkHint({ current }: FrameworkCatalog): string {
  return `A framework to lean on, by its id: one of ${current.library.all().length}.`;
}

function argumentsOf(args: Readonly<Record<string, string>>): z.infer<typeof argumentsSchema> {
  try {
    return validate(argumentsSchema, args);
  } catch (error) {
    if (error instanceof InputInvalidError) throw new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    throw error;
  }
}
