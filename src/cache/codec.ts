import * as z from 'zod';

import type { CacheEntry } from './cache-entry.js';

/** Version of the encoding; an entry of another version is a miss. */
const VERSION = 1;

const encodedEntrySchema = z.strictObject({
  version: z.literal(VERSION),
  /** The key it was written for: an entry found under another key is not served. */
  key: z.string(),
  /** Wall-clock milliseconds, which replicas share. */
  madeAtEpochMs: z.number(),
  ttlMs: z.number().min(0),
  graceMs: z.number().min(0),
  costMs: z.number().min(0),
  tags: z.array(z.string()),
  seen: z.string(),
  /** JSON. */
  value: z.string(),
  /** Fencing token of the lease it was computed under; a smaller one never replaces a greater. */
  fence: z.int().min(0),
});
export type EncodedEntry = z.infer<typeof encodedEntrySchema>;

/** Both clocks at one moment, which convert the age of an entry between them. */
export interface Moment {
  readonly now: number;
  readonly epochMs: number;
}

/** The encoding of an entry in Redis. */
export function encode(
  key: string,
  { value, madeAt, tags, ...rest }: CacheEntry<unknown>,
  fence: number,
  { epochMs, now }: Moment,
): EncodedEntry {
  const madeAtEpochMs = epochMs - (now - madeAt);
  return { version: VERSION, key, madeAtEpochMs, ...rest, tags: [...tags], value: JSON.stringify(value), fence };
}

/** The entry; undefined unless it is of this version, for that key, and with a value that `schema` accepts. */
export function decode<Value>(
  key: string,
  encoded: unknown,
  schema: z.ZodType<Value>,
  { epochMs, now }: Moment,
): CacheEntry<Value> | undefined {
  const parsed = encodedEntrySchema.safeParse(encoded);
  if (!parsed.success || parsed.data.key !== key) return undefined;
  const { madeAtEpochMs, ttlMs, graceMs, costMs, tags, seen } = parsed.data;
  const value = schema.safeParse(parsedJson(parsed.data.value));
  if (!value.success) return undefined;
  // The clock of another replica may be ahead.
  const ageMs = Math.max(0, epochMs - madeAtEpochMs);
  return { value: value.data, madeAt: now - ageMs, ttlMs, graceMs, costMs, tags, seen };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
