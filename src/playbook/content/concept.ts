import * as z from 'zod';

const line = z.string().min(8).max(620);
const name = z.string().min(2).max(60);
const parts = z.array(z.strictObject({ name, means: z.string().min(4).max(400) })).max(7);

/** A notion that leaders ask to have explained. */
export const conceptSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name,
  /** The words that an abbreviation stands for. */
  stands: z.string().min(4).max(120).optional(),
  /** What it is, in two or three sentences. */
  means: line,
  /** Its parts, rules or steps, where it has any. */
  parts,
  /** How it works in practice, in a case with numbers. */
  example: line,
  helps: line,
  /** When it is only vocabulary. */
  empty: line,
  /** The first thing to do with it; a slot such as `{your product}` takes what the asker named. */
  start: line,
  /** What tells it from another concept or framework, by its id. */
  differs: z.record(z.string(), line).optional(),
});
export type Concept = z.infer<typeof conceptSchema>;

/** By which names concepts are asked for: all that is in memory of those not asked for. */
export const conceptNamesSchema = z.strictObject({
  id: z.string(),
  /** The file of its body. */
  area: z.string(),
  /** Phrases in lower case, in four languages; `*` at the end of a word stands for any ending. */
  names: z.array(z.string().min(2)).min(1),
  /** Names that are also ordinary words: they count only right where a text asks what something is. */
  ambiguous: z.array(z.string().min(2)).optional(),
});
export type ConceptNames = z.infer<typeof conceptNamesSchema>;

/** A concept in two or three sentences of another language. */
export const shortConceptSchema = z.strictObject({ name, means: line, parts });
export type ShortConcept = z.infer<typeof shortConceptSchema>;

/** What a notion says to what askers tell of their own: beside their words, and whether it is for them or who is right. */
export const applicationSchema = z.strictObject({
  verdict: z.string().max(620),
  /** The first step with what the notes name; of a concept it is its own. */
  first: line.optional(),
  notes: z.array(z.strictObject({ signs: z.array(z.string().min(2)).min(1), say: line })).min(1),
});
export type Application = Readonly<z.infer<typeof applicationSchema>>;
