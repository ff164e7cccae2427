import * as z from 'zod';

import { cacheUseSchema } from './cache-use.js';
import {
  degradationSchema,
  idPattern,
  requestClassSchema,
  requestedClassSchema,
  stageSchema,
} from '../../core/index.js';
import { detectedFrameworkSchema, runnerUpSchema } from '../../frameworks/index.js';
import { enhancementSchema } from '../../mcp/index.js';
import { briefSchema } from '../../playbook/index.js';

/** Who contributed to an answer. */
export const contributorSchema = z.strictObject({
  id: z.string(),
  role: z.enum(['lead', 'support']),
  manager: z.string().describe('Which manager of that persona served the request.'),
  backend: z.string().describe('What wrote the text, for example `playbook`.'),
});

/** Where the rest of a partial answer is available. */
export const continuationSchema = z.strictObject({
  href: z.string(),
  events: z.string().describe('Server-sent events until the answer is final.'),
});

/** What of its conversation an answer goes back to. */
export const contextSchema = z.strictObject({
  answerId: z.string().describe('The earlier answer.'),
  topic: z.string().nullable().describe('What the question names again; null when it only goes on from there.'),
  frameworks: z
    .array(z.string())
    .describe('Frameworks of the earlier question that this answer uses, because its own question says too little.'),
});

/** How the question was understood. */
export const readingSchema = z.strictObject({
  situation: z
    .string()
    .nullable()
    .describe('Id of the situation it was taken for; null where none was likely enough to advise on.'),
  confidence: z.number().min(0).max(1).describe('How likely that situation is; of the likeliest where it is null.'),
  second: z.string().nullable().describe('The next likely situation.'),
});

/** How an answer came about: everything claimed in it happened. */
export const receiptSchema = z.strictObject({
  requestId: z.string(),
  requestedClass: requestedClassSchema.describe('What was asked for.'),
  class: requestClassSchema.describe(
    'What it was answered in; less than was asked for only where the caller allowed that.',
  ),
  requestedDeadlineMs: z
    .number()
    .nullable()
    .describe('The deadline that was asked for; null for none. It can only shorten that of the class.'),
  deadlineMs: z.number().describe('From the arrival of the request: the one it was answered by.'),
  elapsedMs: z.number().describe('From the arrival of the request to the finished answer.'),
  met: z.boolean().describe('Whether the deadline was kept.'),
  durable: z.boolean().describe('Whether the record of it survives if the process that answers is killed now.'),
  strategic: z.boolean(),
  reading: readingSchema,
  frameworks: z.array(detectedFrameworkSchema),
  runnersUp: z.array(runnerUpSchema),
  context: contextSchema.nullable(),
  personas: z.array(contributorSchema),
  enhancements: z.array(enhancementSchema),
  cache: cacheUseSchema,
  degradations: z.array(degradationSchema),
  stages: z.array(stageSchema),
  continuation: continuationSchema.nullable(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** The fields of a receipt that describe one request; the others are the same for every request with that answer. */
export const REQUEST_FIELDS = {
  requestId: true,
  requestedClass: true,
  class: true,
  requestedDeadlineMs: true,
  deadlineMs: true,
  elapsedMs: true,
  met: true,
  durable: true,
  degradations: true,
  stages: true,
  cache: true,
} as const satisfies Partial<Record<keyof Receipt, true>>;
export type RequestPart = Pick<Receipt, keyof typeof REQUEST_FIELDS>;

/** An answer with its receipt. */
export const answerSchema = z.strictObject({
  id: z.string().regex(idPattern('ans')),
  version: z.int().min(1).describe('Grows when late work lands.'),
  conversationId: z.string().regex(idPattern('cnv')),
  status: z.enum(['complete', 'partial']).describe('Partial when the receipt names a degradation.'),
  answer: briefSchema,
  receipt: receiptSchema,
});
export type Answer = z.infer<typeof answerSchema>;

/** Who would answer, and why. */
export const plannedPersonaSchema = z.strictObject({
  id: z.string(),
  score: z.number().min(0).max(1),
  reasons: z.array(z.string()),
});

/** What would happen to a question, without doing it. */
export const planSchema = z.strictObject({
  strategic: z.boolean(),
  reading: readingSchema,
  frameworks: z.array(detectedFrameworkSchema),
  runnersUp: z.array(runnerUpSchema),
  context: contextSchema.nullable(),
  personas: z.strictObject({ lead: plannedPersonaSchema.nullable(), support: z.array(plannedPersonaSchema) }),
  enhancements: z.array(z.strictObject({ server: z.string(), tool: z.string() })),
  class: requestClassSchema,
  admissible: z.boolean().describe('Whether the question would be let in right now.'),
  predictedMs: z
    .number()
    .min(0)
    .nullable()
    .describe(
      'The wait now and what such answers took lately; null when it would not be let in, or before the first one.',
    ),
});
export type Plan = z.infer<typeof planSchema>;
