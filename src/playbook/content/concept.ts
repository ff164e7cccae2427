import * as z from 'zod';

const line = z.string().min(8).max(500);

/** A notion that leaders ask to have explained. */
export const conceptSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(2).max(60),
  /** Phrases by which it is named, in lower case; `*` at the end of a word stands for any ending. */
  names: z.array(z.string().min(2)).min(1),
  /** What it is, in two or three sentences. */
  means: line,
  /** Its parts, rules or steps, where it has any. */
  parts: z.array(z.strictObject({ name: z.string().min(2).max(60), means: line })).max(7),
  /** How it works in practice, in a case with numbers. */
  example: line,
  helps: line,
  /** When it is only vocabulary. */
  empty: line,
  /** The first thing to do with it. */
  start: line,
});
export type Concept = z.infer<typeof conceptSchema>;
