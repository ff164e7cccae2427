import * as z from 'zod';

import { AREAS, conditionSchema } from './advice-case.js';

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const line = z.string().min(8).max(600);

/**
 * A narrow question that leaders ask, with its answer: “May I record meetings?”, “a fixed price for a system without a
 * specification: do we bid?” Smaller than a case: no plan, one objection.
 */
export const dilemmaSchema = z.strictObject({
  id,
  area: z.enum(AREAS),
  /** What the question is, as it would be said back: “whether to …”. */
  said: z.string().min(10).max(200),
  /** Who leads, then who could add something. */
  personas: z.array(id).min(1).max(3),
  /** The answer to the closed question; the first words are the verdict. */
  verdict: line,
  /** What to do. */
  advice: line,
  /** What is told and changes the answer: the first that holds replaces verdict and advice. */
  choose: z
    .array(
      z.strictObject({
        when: conditionSchema,
        /** The way out that is advised then, counted from 1. */
        side: z.int().min(1).max(4),
        verdict: line,
        advice: line,
      }),
    )
    .min(1)
    .max(4)
    .optional(),
  /** Why: what is really at stake. */
  stake: line,
  /** The ways out that askers have in mind, the advised one first; `signs` as those of a case's options. */
  sides: z
    .array(
      z.strictObject({
        name: z.string().min(2).max(90),
        signs: z.array(z.string().min(2)).min(2),
        for: line,
        against: line,
      }),
    )
    .min(2)
    .max(4),
  moves: z
    .array(z.strictObject({ when: z.string().min(3).max(60), what: line, measure: line }))
    .min(2)
    .max(2),
  /** What an adviser would ask. */
  question: line,
  changes: line,
  mistake: line,
  objection: z.strictObject({ who: z.string().min(2).max(60), says: line, reply: line }),
  /** What to do when the other side says no. */
  refused: line,
  /** Words to say, spoken by the asker. */
  words: line,
});
export type Dilemma = z.infer<typeof dilemmaSchema>;
