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

/** The format of an export. */
export const exportQuerySchema = z.strictObject({ format: z.enum(['json', 'markdown']).default('json') });
export type ExportQuery = z.infer<typeof exportQuerySchema>;
