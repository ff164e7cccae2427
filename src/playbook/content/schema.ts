/**
 * The schema of the content, from which its types are inferred.
 *
 * Its specification validates the shipped files. The service does not: they change only with the code beside them, and
 * validation at start takes 20 times as long as parsing (20 ms).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as z from 'zod';

import { adviceCaseSchema } from './advice-case.js';
import { dilemmaSchema } from './dilemma.js';
import { describeViolations, formatPath } from '../../config/index.js';
import { obstacleSchema, planSchema, planSignsSchema } from './plan.js';
import { conceptNamesSchema, conceptSchema, shortConceptSchema } from './concept.js';

const text = z.string().min(3).max(600);
/** How a persona speaks. */
const speechSchema = z.strictObject({
  /** Completes “… protects”. */
  protects: text,
  /** What it asks for before agreeing, completing “Before we commit, I want …”. */
  condition: text,
  /** Its own escalation rule of thumb. */
  rule: text,
  /** A challenge in its style, with an alternative. */
  challenge: text,
});
export type PersonaSpeech = Readonly<z.infer<typeof speechSchema>>;

/** What experience says about an alternative that leaders put. */
const tradeSchema = z.strictObject({
  /** Phrases that name it; `*` at the end of a word stands for any ending. */
  signs: z.array(z.string().min(2)).min(1),
  gain: text,
  cost: text,
  /** How hard it is to undo. */
  undo: z.int().min(1).max(5),
});
export type Trade = Readonly<z.infer<typeof tradeSchema>>;

/** What an answer says about itself. */
const phrasesSchema = z.strictObject({
  /** It was composed with less than usual; never names a server. */
  reduced: z.record(z.enum(['method', 'slow', 'installing', 'lightweight', 'essential']), text),
  /** It is not in the asker's language. */
  english: z.record(z.enum(['es', 'fr', 'de']), text),
  /** The main part of it is. */
  short: z.record(z.enum(['es', 'fr', 'de']), text),
});
export type Phrases = Readonly<z.infer<typeof phrasesSchema>>;

const schemaOfConcepts = (name: string): z.ZodType =>
  name === 'names.json'
    ? z.array(conceptNamesSchema)
    : name.startsWith('short.')
      ? z.record(z.string(), shortConceptSchema)
      : z.array(conceptSchema);

/** One body a line. */
export function bodiesIn(lines: string): unknown[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

/** The mistakes in the content of a folder, each with its file and path; empty for valid content. */
export function mistakesIn(folder: string): string[] {
  const mistakes: string[] = [];
  const check = (name: string, schema: z.ZodType) => {
    const file = join(folder, name);
    const written = readFileSync(file, 'utf8');
    const value: unknown = name.endsWith('.jsonl') ? bodiesIn(written) : JSON.parse(written);
    const { error } = schema.safeParse(value);
    for (const { path, expected, found } of error === undefined ? [] : describeViolations(error, value)) {
      mistakes.push(`${file}: ${formatPath(path)}: ${expected}, found ${found}`);
    }
  };
  check('speech.json', z.record(z.string(), speechSchema));
  check('trades.json', z.array(tradeSchema));
  check('obstacles.json', z.array(obstacleSchema));
  check('news.json', z.array(obstacleSchema));
  check('voices.json', z.array(obstacleSchema));
  check('plans/signs.json', z.array(planSignsSchema).min(1));
  for (const name of readdirSync(join(folder, 'plans'))) if (name !== 'signs.json') check(`plans/${name}`, planSchema);
  check('phrases.json', phrasesSchema);
  for (const name of readdirSync(join(folder, 'concepts'))) check(`concepts/${name}`, schemaOfConcepts(name));
  for (const name of readdirSync(join(folder, 'cases'))) check(`cases/${name}`, z.array(adviceCaseSchema));
  for (const name of readdirSync(join(folder, 'dilemmas'))) check(`dilemmas/${name}`, z.array(dilemmaSchema));
  return mistakes;
}
