import * as z from 'zod';

import type { Answer, Plan } from '../../answers/index.js';
import { frameworkSchema, type DetectedFramework, type Detection, type Framework } from '../../frameworks/index.js';
import type { Performance } from '../../monitoring/index.js';
import { briefSchema } from '../../playbook/index.js';

// What tools return for a model to read: some clients pass on nothing else, and every token is read again with every turn.
// Whole messages, as REST returns them, are behind a link or asked for.

/** How much of an answer a result contains. */
export const detailSchema = z.enum(['lean', 'full']).optional().describe('"full" adds the answer as REST returns it.');
export type Detail = z.infer<typeof detailSchema>;

/** Inputs list the names; a result need not. */
const className = z.string();
const foundFrameworkSchema = z.strictObject({
  id: z.string(),
  confidence: z.number().min(0).max(1),
  quote: z.string().describe('The words of the question that prove it.'),
});

/** An answer as a model needs it. */
export const leanAnswerSchema = z.strictObject({
  answer: z.string().describe('Id of the answer; `get_answer` takes it.'),
  version: z.int().min(1).describe('Grows when late work lands.'),
  conversationId: z.string().describe('For the next question of this conversation.'),
  status: z.enum(['complete', 'partial']),
  markdown: z.string().describe('The answer, to be shown as it is.'),
  actions: briefSchema.shape.actions,
  missing: z.array(z.string()).describe('What is missing because it was late or failed.'),
  receipt: z.strictObject({
    met: z.boolean().describe('Whether the deadline was kept.'),
    elapsedMs: z.number(),
    class: className,
    frameworks: z.array(foundFrameworkSchema),
  }),
  full: z.looseObject({}).optional().describe('With `detail: "full"`.'),
});
export type LeanAnswer = z.infer<typeof leanAnswerSchema>;

export function leanAnswer(whole: Answer, detail: Detail): LeanAnswer {
  const { id, version, conversationId, status, answer, receipt } = whole;
  const { met, elapsedMs, class: requestClass, frameworks, degradations } = receipt;
  return {
    answer: id,
    version,
    conversationId,
    status,
    markdown: answer.markdown,
    actions: answer.actions,
    missing: degradations.map(({ effect }) => effect),
    receipt: { met, elapsedMs, class: requestClass, frameworks: frameworks.map(foundFramework) },
    ...(detail === 'full' ? { full: { ...whole } } : {}),
  };
}

/** What would happen to a question, as a model needs it. */
export const leanPlanSchema = z.strictObject({
  class: className,
  admissible: z.boolean().describe('Whether it would be let in right now.'),
  predictedMs: z.number().nullable().describe('What such answers took lately.'),
  lead: z.string().nullable().describe('Null when it is not a strategic question.'),
  support: z.array(z.string()),
  frameworks: z.array(foundFrameworkSchema),
  servers: z.array(z.string()).describe('MCP servers and tools that would be called.'),
});

export function leanPlan(plan: Plan): z.infer<typeof leanPlanSchema> {
  const { class: requestClass, admissible, predictedMs, personas, frameworks, enhancements } = plan;
  return {
    class: requestClass,
    admissible,
    predictedMs,
    lead: personas.lead?.id ?? null,
    support: personas.support.map(({ id }) => id),
    frameworks: frameworks.map(foundFramework),
    servers: enhancements.map(({ server, tool }) => `${server}/${tool}`),
  };
}

/** Frameworks found in a text, as a model needs them. */
export const leanDetectionSchema = z.strictObject({
  strategic: z.boolean().describe('Whether a leader asks for judgement here.'),
  frameworks: z.array(foundFrameworkSchema.extend({ name: z.string(), kind: z.enum(['explicit', 'implied']) })),
  runnersUp: z.array(z.strictObject({ id: z.string(), why: z.string() })),
});

export function leanDetection({ strategic, frameworks, runnersUp }: Detection): z.infer<typeof leanDetectionSchema> {
  return {
    strategic,
    frameworks: frameworks.map((found) => ({ ...foundFramework(found), name: found.name, kind: found.kind })),
    runnersUp: runnersUp.map(({ id, why }) => ({ id, why })),
  };
}

/** A framework without what only the detector reads. */
export const guideSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  category: z.string(),
  origin: frameworkSchema.shape.origin.describe('Who published it.'),
  summary: z.string(),
  fitsWhen: z.array(z.string()),
  doesNotFitWhen: z.array(z.string()),
  steps: z.array(z.strictObject({ name: z.string(), how: z.string() })),
  questions: z.array(z.string()).describe('To ask first.'),
  measures: z.array(z.string()),
  pitfalls: z.array(z.string()),
  related: z.array(z.string()),
});

export function guide(framework: Framework): z.infer<typeof guideSchema> {
  const { aliases: _a, misspellings: _m, ambiguous: _b, symptoms: _s, personas: _p, ...rest } = framework;
  return rest;
}

/** How well the service does, in short; the report over REST has the rest. */
export const summarySchema = z.strictObject({
  uptimeMs: z.number(),
  recommendations: z.array(z.string()),
  classes: z.array(
    z.strictObject({
      class: className,
      deadlineMs: z.number(),
      count: z.int(),
      inTime: z.int(),
      refused: z.int(),
      p95Ms: z.number().nullable(),
    }),
  ),
  admission: z.strictObject({ inFlight: z.int(), queued: z.int(), capacity: z.int(), shedTotal: z.int() }),
  answerCache: z.strictObject({ hits: z.int(), misses: z.int() }),
  mcpServers: z.array(
    z.strictObject({ server: z.string(), breaker: z.string(), inFlight: z.int(), used: z.int(), lost: z.int() }),
  ),
  memory: z.string().describe('Level of pressure.'),
});
export type PerformanceSummary = z.infer<typeof summarySchema>;

export function performanceSummary(report: Performance): PerformanceSummary {
  const { uptimeMs, recommendations, classes, admission, answerCache, mcpServers, memory } = report;
  const { inFlight, queued, capacity, shedTotal } = admission;
  return {
    uptimeMs,
    recommendations: recommendations.map(({ setting, advice, because }) => `${setting}: ${advice} (${because})`),
    classes: classes.map(({ class: requestClass, deadlineMs, count, inTime, refused, p95Ms }) => ({
      class: requestClass,
      deadlineMs,
      count,
      inTime,
      refused,
      p95Ms,
    })),
    admission: { inFlight, queued, capacity, shedTotal },
    answerCache: { hits: answerCache.hits, misses: answerCache.misses },
    mcpServers: mcpServers.map(({ server, breaker, inFlight: calls, used, lost }) => ({
      server,
      breaker,
      inFlight: calls,
      used,
      lost,
    })),
    memory: memory.level,
  };
}

function foundFramework({ id, confidence, evidence }: DetectedFramework): z.infer<typeof foundFrameworkSchema> {
  return { id, confidence, quote: evidence[0]?.quote ?? '' };
}
