import * as z from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a kebab-case id');
const sentence = z.string().trim().min(3).max(600);
const phrase = z.string().trim().min(2).max(160);
const phrases = (least: number, most: number) => z.array(phrase).min(least).max(most);
const sentences = (least: number, most: number) => z.array(sentence).min(least).max(most);

/** What kind of decision a framework helps with; groups the library and the playbook's wording. */
export const frameworkCategorySchema = z.enum([
  'strategy',
  'decision',
  'organization',
  'change',
  'communication',
  'leadership',
  'delivery',
  'technical',
  'platform',
  'data',
  'design',
  'product',
  'market',
  'investment',
  'security',
  'governance',
]);

/**
 * One strategic framework, as its data file describes it.
 *
 * The file serves four readers: the detector (names and symptoms), the playbook engine (steps, questions, measures,
 * pitfalls), the `builtin:library` server (passages) and people (`GET /v1/frameworks/:id`).
 */
export const frameworkSchema = z.strictObject({
  id: id.describe('Stable identifier, equal to the file name.'),
  name: phrase,
  category: frameworkCategorySchema,
  origin: z
    .strictObject({
      authors: z.array(phrase).max(6),
      work: phrase.optional(),
      year: z.int().min(1900).max(2100).optional(),
    })
    .describe('Who published it, where and when; authors is empty for common practice.'),
  summary: z.string().trim().min(40).max(700).describe('What it is, in two sentences.'),
  aliases: phrases(1, 40).describe(
    'Names people write for it: full names, acronyms, authors, core terms nobody uses otherwise.',
  ),
  misspellings: phrases(0, 30).describe('Common wrong spellings of those names.'),
  ambiguous: z
    .array(
      z.strictObject({
        alias: phrase,
        needs: z.array(phrase).max(40),
        unless: z.array(phrase).max(40),
      }),
    )
    .max(20)
    .describe(
      'Names that are also ordinary words: they count only near a word of `needs`, and never near one of `unless`.',
    ),
  symptoms: phrases(12, 40).describe('What people say when it applies, in their words rather than its own.'),
  fitsWhen: sentences(2, 8),
  doesNotFitWhen: sentences(2, 8),
  steps: z
    .array(z.strictObject({ name: phrase, how: sentence }))
    .min(3)
    .max(10),
  questions: sentences(3, 10).describe('Diagnostic questions to ask first.'),
  measures: sentences(2, 10).describe('How one sees that it works.'),
  pitfalls: sentences(2, 10),
  related: z.array(id).max(10),
  personas: z.array(id).min(1).max(5).describe('Who leads with it, best first.'),
});

/** One strategic framework of the library. */
export type Framework = Readonly<z.infer<typeof frameworkSchema>>;
