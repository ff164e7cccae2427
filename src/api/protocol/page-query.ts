import * as z from 'zod';

const limit = z.coerce.number().pipe(z.int().min(1).max(100)).default(20);

/** The requested page of a list, from a query string or GraphQL arguments. */
export const pageQuerySchema = z.strictObject({
  cursor: z
    .string()
    .min(1)
    .max(64)
    .nullish()
    .transform((cursor) => cursor ?? undefined),
  limit: z.preprocess((value) => value ?? undefined, limit),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** The requested page of the audit trail. */
export const auditQuerySchema = pageQuerySchema.extend({
  order: z.preprocess((value) => value ?? undefined, z.enum(['oldest', 'newest']).default('oldest')),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** The requested page of conversations. */
export const conversationQuerySchema = pageQuerySchema.extend({
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .nullish()
    .transform((search) => search ?? undefined),
});
export type ConversationQuery = z.infer<typeof conversationQuerySchema>;

/** What can be changed of a conversation. */
export const conversationChangeSchema = z.strictObject({
  title: z.string().trim().min(1).max(120).describe('How the lists name it.'),
});
export type ConversationChange = z.infer<typeof conversationChangeSchema>;

/** The format of an export. */
export const exportQuerySchema = z.strictObject({ format: z.enum(['json', 'markdown']).default('json') });
export type ExportQuery = z.infer<typeof exportQuerySchema>;
