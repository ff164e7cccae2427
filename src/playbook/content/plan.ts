import * as z from 'zod';

const text = z.string().min(3).max(600);
const phrases = z.array(z.string().min(2));

/**
 * A plan for a kind of undertaking. `{all}`, `{first}`, `{rest}` stand for the asker's own counts, `{who}` for the people
 * named; what follows a colon, `{all:the pipelines}`, stands where there is none.
 */
export const planSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Counted things that the slots take; any, where there is none. */
  units: phrases,
  /** What an expert says before anything else. */
  first: text,
  phases: z
    .array(z.strictObject({ share: z.number().min(0.01).max(0.6), name: text, do: text }))
    .length(4)
    .refine((phases) => Math.abs(phases.reduce((sum, { share }) => sum + share, 0) - 1) < 0.011, 'shares add up to 1'),
  /** How such undertakings fail. */
  risk: text,
  /** What would make the plan more exact. */
  ask: text,
});
export type Plan = Readonly<z.infer<typeof planSchema>>;

/** By which words an undertaking is recognized: all that is in memory of plans not asked for. */
export const planSignsSchema = z.strictObject({
  id: z.string(),
  /** Phrases that name just this undertaking; `*` at the end of a word stands for any ending. */
  signs: phrases.min(1),
  /** Words that fit others as well: they decide between plans that are named. */
  weak: phrases,
});
export type PlanSigns = Readonly<z.infer<typeof planSignsSchema>>;

/** Something in the way that askers name, and what experience says to it. */
export const obstacleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  signs: phrases.min(1),
  say: text,
  /** Phase of a plan in which it is dealt with. */
  phase: z.int().min(0).max(3).optional(),
});
export type Obstacle = Readonly<z.infer<typeof obstacleSchema>>;
