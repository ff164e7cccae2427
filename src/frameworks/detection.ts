import * as z from 'zod';

const confidence = z.number().min(0).max(1);
const frameworkId = z.string().describe('Identifier of the framework in the library.');

/** The words of the text that are evidence for a framework. */
export const evidenceSchema = z.strictObject({
  start: z.int().min(0).describe('UTF-16 offset in the text of the first code unit.'),
  end: z.int().min(1).describe('UTF-16 offset in the text after the last code unit.'),
  quote: z.string().min(1).describe('Exactly the text from start to end.'),
});

/** A detected framework. */
export const detectedFrameworkSchema = z.strictObject({
  id: frameworkId,
  name: z.string(),
  confidence: confidence.describe('How likely a competent adviser would accept it, 0 to 1, calibrated.'),
  kind: z.enum(['explicit', 'implied']).describe('Named in the text, or meant by the situation it describes.'),
  evidence: z.array(evidenceSchema).min(1).readonly(),
  source: z.string().describe('Who published it and when, e.g. "Skelton & Pais, 2019".'),
});

/** A framework that was considered and not chosen. */
export const runnerUpSchema = z.strictObject({
  id: frameworkId,
  confidence,
  why: z.string().describe('Why it was not chosen, in one sentence.'),
});

/** The strategic frameworks of a text. */
export const detectionSchema = z.strictObject({
  strategic: z.boolean().describe('Whether a leader asks for judgement here.'),
  frameworks: z.array(detectedFrameworkSchema).max(5).readonly().describe('Best first.'),
  runnersUp: z.array(runnerUpSchema).max(5).readonly(),
  elapsedMs: z.number().min(0).describe('Time the detection took, milliseconds.'),
});

export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;
export type DetectedFramework = Readonly<z.infer<typeof detectedFrameworkSchema>>;
export type RunnerUp = Readonly<z.infer<typeof runnerUpSchema>>;
export type Detection = Readonly<z.infer<typeof detectionSchema>>;
