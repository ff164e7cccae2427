/**
 * The sentences of the playbook: JSON files beside this module, read and validated once, when it is loaded.
 *
 * `situations/` has a file for each area, `speech.json` an entry for each persona, `trades.json` what alternatives gain and
 * cost, `phrases.json` connecting prose. Entries are in order of precedence: of equally fitting ones the first applies.
 * Failure: content that misses its schema throws a RangeError that names each mistake by file and path.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

import { describeViolations, formatPath } from '../../config/index.js';
import type { Persona } from '../../personas/index.js';

/** What the asker wants to be able to do with the answer. */
const questionKindSchema = z.enum(['decide', 'diagnose', 'plan', 'persuade', 'measure', 'people']);
export type QuestionKind = z.infer<typeof questionKindSchema>;

/** What a challenge puts to the test. */
const challengeTypeSchema = z.enum([
  'assumption_test',
  'root_cause_probe',
  'alternative_exploration',
  'evidence_demand',
  'constraint_validation',
  'stakeholder_validation',
]);
export type ChallengeType = z.infer<typeof challengeTypeSchema>;

const SLOT = /\{(team|amount|sponsor)\|([^{}]*)\}/g;

const text = z.string().min(3).max(600);
/** May hold slots, `{name|fallback}`, which {@link fillSlots} fills with the asker's own words. */
const advice = text.refine(
  (sentence) => !/[{}]/.test(sentence.replaceAll(SLOT, '')),
  'expected slots of the form {team|…}, {amount|…} or {sponsor|…}',
);

/** The source of a regular expression. */
const pattern = (flags: 'i' | 'gi') =>
  z.string().transform((source, context) => {
    try {
      return new RegExp(source, flags);
    } catch {
      context.addIssue({ code: 'custom', message: 'expected a regular expression' });
      return z.NEVER;
    }
  });

/** One way out of a situation, with what it buys and what it costs. */
const optionSchema = z.strictObject({ name: advice, gain: advice, cost: advice });
/** One concrete step and the sign that it worked. */
const moveSchema = z.strictObject({ what: advice, measure: advice });

/** A situation that engineering leaders recognize, with advice from experience. */
const situationSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'expected a kebab-case id'),
  /** What people write when they are in it. */
  signs: pattern('gi'),
  /** It is an event that changes what everything else is about: its signs tell wherever they stand. */
  isEvent: z.boolean().optional(),
  /** Frameworks that are made for it; they weigh as much as two signs in the ask. */
  frameworks: z.array(z.string()),
  /** Completes “underneath, this is about …”. */
  core: text.regex(/^[^\d“”]*$/, 'expected no number and no quotation'),
  insight: advice,
  options: z.tuple([optionSchema, optionSchema, optionSchema]),
  /** Which option to take, and why. */
  choice: z.strictObject({ option: z.literal([0, 1, 2]), because: advice }),
  moves: z.tuple([moveSchema, moveSchema, moveSchema]),
  /** Completes “I would advise differently if …”. */
  reversal: advice,
});
export type Situation = Readonly<z.infer<typeof situationSchema>> & { readonly area: (typeof AREAS)[number] };

/** How a persona speaks. */
const speechSchema = (situations: ReadonlyMap<string, unknown>) =>
  z.strictObject({
    /** First words of an answer. */
    openers: z.record(questionKindSchema, text),
    /** Lead-in of the recommendation; the recommended option follows. */
    recommends: text,
    /** What this persona protects, completing “… protects”. */
    protects: text,
    /** A supporting contribution's point of view. */
    lens: text,
    /** What a supporting persona asks for before agreeing, completing “Before we commit, I want …”. */
    condition: text,
    /** The persona's own escalation rule of thumb. */
    rule: text,
    /** Situation of the persona's field, for questions that show no other. */
    home: z.string().refine((id) => situations.has(id), 'expected the id of a situation'),
    /** A challenge of each type in the persona's style, always with an alternative. */
    challenges: z.record(challengeTypeSchema, text),
  });
type PersonaSpeech = Readonly<z.infer<ReturnType<typeof speechSchema>>>;

/** What experience says about an alternative that leaders put. */
const tradeSchema = z.strictObject({
  pattern: pattern('i'),
  gain: text,
  cost: text,
  /** How hard it is to undo. */
  undo: z.int().min(1).max(5),
});
export type AlternativeTrade = Readonly<z.infer<typeof tradeSchema>>;

/** Connecting prose; `{name}` is a framework, `{quote}` the words that showed it. */
const phrasesSchema = z.strictObject({
  kinds: z.record(
    questionKindSchema,
    z.strictObject({
      /** Introduces what the question is about underneath; must hold no number. */
      underneath: text.regex(/^\D*$/, 'expected no number'),
      /** Introduces the asker's own facts; must hold no number. */
      facts: text.regex(/^\D*$/, 'expected no number'),
      /** Ties an implied framework to the words that showed it. */
      implied: text,
      /** Same, where those words have been quoted as the ask already. */
      impliedByAsk: text,
      /** Same, where the asker named the framework. */
      explicit: text,
      /** Same, named in the words quoted as the ask. */
      explicitInAsk: text,
      /** Introduces the framework question to settle first. */
      settle: text,
      /** Introduces a second framework's question. */
      second: text,
      /** Introduces a framework's pitfall. */
      pitfall: text,
      /** Introduces a case the framework is not made for. */
      misfit: text,
      /** Says that no framework carries the answer. */
      none: text,
      /** Challenge raised when the wording itself invites none. */
      challenge: challengeTypeSchema,
    }),
  ),
  /** What an answer says about itself when it was composed with less than usual; never names a server. */
  reduced: z.record(z.enum(['method', 'slow', 'installing', 'lightweight', 'essential']), text),
});

/** In order of precedence. */
const AREAS = ['organization', 'strategy', 'people', 'technology', 'market'] as const;

/**
 * Reads the content of a folder.
 *
 * @throws {RangeError} A file misses its schema.
 */
export function readContent(folder: string) {
  const all = AREAS.flatMap((area) =>
    read(join(folder, `situations/${area}.json`), z.array(situationSchema)).map((one) => ({ ...one, area })),
  );
  const situations: ReadonlyMap<string, Situation> = new Map(all.map((one) => [one.id, one]));
  if (situations.size < all.length) throw new RangeError(`${join(folder, 'situations')}: two situations share an id`);
  const speech = speechSchema(situations);
  return {
    /** By id, in order of precedence. */
    situations,
    /** By persona. */
    speech: read(join(folder, 'speech.json'), z.object({ diego: speech }).catchall(speech)),
    trades: read(join(folder, 'trades.json'), z.array(tradeSchema)),
    phrases: read(join(folder, 'phrases.json'), phrasesSchema),
  };
}

function read<T extends z.ZodType>(file: string, schema: T): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new RangeError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const mistakes = describeViolations(result.error, value).map(
    ({ path, expected, found }) => `${file}: ${formatPath(path)}: ${expected}, found ${found}`,
  );
  throw new RangeError(mistakes.join('\n'));
}

/** The shipped content. */
export const CONTENT = readContent(import.meta.dirname);

/** How the persona speaks; an unknown one borrows Diego's plain manner. */
export function speechOf(persona: Persona): PersonaSpeech {
  return CONTENT.speech[persona.id] ?? CONTENT.speech.diego;
}

/** What an alternative gains and costs; undefined when no pattern matches its words. */
export function tradeOf(alternative: string): AlternativeTrade | undefined {
  return CONTENT.trades.find(({ pattern }) => pattern.test(alternative));
}

/** Fills the slots of a sentence with the asker's words, or with the sentence's own fallback. */
export function fillSlots(sentence: string, slots: Readonly<Record<string, string | undefined>>): string {
  return sentence.replaceAll(SLOT, (_match, name: string, fallback: string) => slots[name] ?? fallback);
}
