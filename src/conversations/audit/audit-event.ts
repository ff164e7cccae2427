import * as z from 'zod';

/** What happened: a closed set. */
export const auditKindSchema = z.enum([
  'answer.given',
  'answer.refused',
  'answer.rated',
  'access.missing',
  'conversation.deleted',
  'conversation.exported',
  'conversation.renamed',
  'audit.read',
  'key.created',
  'key.rotated',
  'key.revoked',
]);

/** How well a deadline was met: A within 80 %, B in time, C, D and F by how late. */
export const gradeSchema = z.enum(['A', 'B', 'C', 'D', 'F']);

/** How a question was answered. */
export const auditedAnswerSchema = z.strictObject({
  answerId: z.string(),
  conversationId: z.string(),
  questionSha256: z.string(),
  question: z.string().optional().describe('Only where `audit.questionText` allows it.'),
  role: z.string().optional().describe('Of the asker, as given.'),
  lead: z.string().nullable(),
  leadReasons: z.array(z.string()).describe('Only where `audit.questionText` allows it.'),
  leadScore: z.number().nullable(),
  support: z.array(z.string()),
  frameworks: z.array(
    z.strictObject({
      id: z.string(),
      confidence: z.number(),
      terms: z.array(z.string()).describe('The words that say so; only where `audit.questionText` allows it.'),
    }),
  ),
  enhancements: z.array(
    z.strictObject({ server: z.string(), tool: z.string(), outcome: z.string(), durationMs: z.number() }),
  ),
  degradations: z.array(z.strictObject({ component: z.string(), cause: z.string() })),
  cache: z.string(),
  class: z.string(),
  elapsedMs: z.number(),
  grade: gradeSchema,
});
export type AuditedAnswer = Readonly<z.infer<typeof auditedAnswerSchema>>;

/** One event of the audit trail. */
export const auditEventSchema = z.strictObject({
  kind: auditKindSchema,
  requestId: z.string(),
  subject: z.string().describe('Who did it: the id of the key, or the subject of the token.'),
  resource: z.string().optional().describe('Id of what it was done to; of a refusal, its code.'),
  answer: auditedAnswerSchema.optional(),
});
export type AuditEvent = Readonly<z.infer<typeof auditEventSchema>>;

/** An event where it stands in the trail of its tenant. */
export const auditRecordSchema = z.strictObject({
  seq: z.int().min(1),
  at: z.number().describe('Milliseconds since the epoch.'),
  hash: z.string().describe('SHA-256 over the hash of the event before, and this event.'),
  event: auditEventSchema,
});
export type AuditRecord = Readonly<z.infer<typeof auditRecordSchema>>;
