/**
 * The schema of the content, from which its types are inferred.
 *
 * Its specification validates the shipped files. The service does not: they change only with the code beside them, and
 * validation at start takes 20 times as long as parsing (20 ms).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

import { describeViolations, formatPath } from '../../config/index.js';

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

const text = z.string().min(3).max(600);
/** May hold slots, `{name|fallback}`, filled with the asker's own words when the question has them. */
const advice = text.regex(
  /^(?:[^{}]|\{(?:team|amount|sponsor)\|[^{}]*\})*$/,
  'expected slots of the form {team|…}, {amount|…} or {sponsor|…}',
);

const pattern = z.string().refine((source) => {
  try {
    return new RegExp(source, 'i').flags !== '';
  } catch {
    return false;
  }
}, 'expected a regular expression');

/** One way out of a situation, with what it buys and what it costs. */
const optionSchema = z.strictObject({ name: advice, gain: advice, cost: advice });
/** One concrete step and the sign that it worked. */
const moveSchema = z.strictObject({ what: advice, measure: advice });

/** A situation that engineering leaders recognize, with advice from experience. */
const situationSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'expected a kebab-case id'),
  /** What people write when they are in it; matched without case. */
  signs: pattern,
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
export type SituationData = Readonly<z.infer<typeof situationSchema>>;

/** How a persona speaks. */
const speechSchema = z.strictObject({
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
  home: z.string(),
  /** A challenge of each type in the persona's style, always with an alternative. */
  challenges: z.record(challengeTypeSchema, text),
});
export type PersonaSpeech = Readonly<z.infer<typeof speechSchema>>;

/** What experience says about an alternative that leaders put. */
const tradeSchema = z.strictObject({
  pattern,
  gain: text,
  cost: text,
  /** How hard it is to undo. */
  undo: z.int().min(1).max(5),
});
export type TradeData = Readonly<z.infer<typeof tradeSchema>>;

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
export type Phrases = Readonly<z.infer<typeof phrasesSchema>>;

/** The mistakes in the content of a folder, each with its file and path; empty for valid content. */
export function mistakesIn(folder: string): string[] {
  const mistakes: string[] = [];
  const check = (name: string, schema: z.ZodType) => {
    const file = join(folder, name);
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const { error } = schema.safeParse(value);
    for (const { path, expected, found } of error === undefined ? [] : describeViolations(error, value)) {
      mistakes.push(`${file}: ${formatPath(path)}: ${expected}, found ${found}`);
    }
  };
  const situations = new Set<string>();
  const isNew = (id: string) => situations.size < situations.add(id).size;
  const area = z.array(situationSchema.extend({ id: situationSchema.shape.id.refine(isNew, 'expected a new id') }));
  for (const name of readdirSync(join(folder, 'situations'))) check(`situations/${name}`, area);
  const home = speechSchema.shape.home.refine((id) => situations.has(id), 'expected the id of a situation');
  check('speech.json', z.record(z.string(), speechSchema.extend({ home })));
  check('trades.json', z.array(tradeSchema));
  check('phrases.json', phrasesSchema);
  return mistakes;
}
