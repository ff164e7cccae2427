import * as z from 'zod';

import { NAMED_FACTS } from '../facts/named-facts.js';

/** Areas of work, one folder each. */
export const AREAS = [
  'people',
  'team',
  'structure',
  'delivery',
  'architecture',
  'platform',
  'incidents',
  'cost',
  'hiring',
  'career',
  'upward',
  'product',
  'vendor',
  'security',
  'data-ai',
  'strategy',
  'founder',
] as const;

const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const line = z.string().min(8).max(600);

/**
 * When an option is chosen: a fact compared with a number, or words in the question. Several of one condition hold
 * together.
 */
export const conditionSchema = z.strictObject({
  /** Phrases of which at least one occurs; `*` at the end of a word stands for any ending. */
  says: z.array(z.string().min(2)).min(1).optional(),
  /** Further phrases of which at least one occurs as well. */
  with: z.array(z.string().min(2)).min(1).optional(),
  /** Phrases none of which occurs. */
  lacks: z.array(z.string().min(2)).min(1).optional(),
  fact: z.enum(NAMED_FACTS).optional(),
  above: z.number().optional(),
  below: z.number().optional(),
});

/** One way out of a situation. */
const optionSchema = z.strictObject({
  id,
  /** A noun phrase or an imperative, as it stands in a list. */
  name: z.string().min(3).max(90),
  /** Phrases by which an asker names it, four or more, Spanish, French and German among them; `*` as above. */
  signs: z.array(z.string().min(2)).min(4),
  for: line,
  against: line,
});

/** A situation that leaders bring, with the advice for it. */
export const adviceCaseSchema = z.strictObject({
  id,
  area: z.enum(AREAS),
  /** The situation in the words of the field, as it would be said back: completes "You describe …". */
  said: z.string().min(10).max(160),
  /** What the advice would be about if that is the situation, one sentence. */
  meaning: line,
  frameworks: z.array(id).max(4),
  /** Who leads, then who could add something. */
  personas: z.array(id).min(1).max(4),
  /** Situations that look alike and need other advice. */
  contrary: z.array(z.strictObject({ case: id, because: line })).max(4),
  /** What is really at stake. */
  stake: line,
  /** What an adviser would ask first. */
  questions: z.array(line).min(2).max(3),
  options: z.array(optionSchema).min(2).max(4),
  /** The first that holds decides; the last has no condition. `{fact}` in `why` is the asker's number. */
  choose: z
    .array(
      z.strictObject({
        when: conditionSchema.optional(),
        option: id,
        why: line,
        /** The answer to the closed question in this case, where it is not that of the whole. */
        verdict: line.optional(),
      }),
    )
    .min(2)
    .max(9),
  /** Answers to closed questions that come with this situation; the first words are the verdict. */
  verdicts: z
    .array(z.strictObject({ asks: z.array(z.string().min(6)).min(2), say: line }))
    .min(2)
    .max(5),
  /** The verdict on any other closed question: "Yes, if …", "Not yet: …", "No, …". */
  verdict: line,
  /** First moves, in order. */
  moves: z
    .array(z.strictObject({ when: z.string().min(3).max(40), what: line, measure: line }))
    .min(3)
    .max(4),
  changes: line,
  mistakes: z.array(line).min(2).max(3),
  /** Phases of a plan; `share` is the part of the time available. */
  plan: z
    .array(z.strictObject({ share: z.number().min(0.05).max(0.8), name: z.string().min(3).max(60), do: line }))
    .min(3)
    .max(4),
  /** What others will hold against it, and the reply. */
  objections: z
    .array(z.strictObject({ who: z.string().min(2).max(40), says: line, reply: line }))
    .min(3)
    .max(5),
  /** What to do when the person or group refuses. */
  refused: line,
  /** Words to say, spoken by the asker. */
  words: line,
  /** What another persona adds that the above does not say. */
  second: z.array(z.strictObject({ persona: id, says: line })).max(2),
});
export type AdviceCase = z.infer<typeof adviceCaseSchema>;
export type Condition = z.infer<typeof conditionSchema>;
