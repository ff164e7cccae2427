import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

import * as z from 'zod';

import type { CacheEntry } from './cache-entry.js';

/** The form in which entries lie in Redis; a replica that does not know the form of another misses. */
const FORM = 1;
/**
 * Shorter values are kept as they are, bytes. Each decompression takes a context of 160 kB, which V8 frees by collecting
 * everything: at 200 hits a second once in 1.4 s, which made the slowest of twenty hits four times as slow.
 */
const WORTH_COMPRESSING_BYTES = 32_768;
/** No value we keep comes near; what claims to be longer is no value of ours, bytes. */
const MAX_VALUE_BYTES = 4_194_304;

const envelopeSchema = z.strictObject({
  form: z.literal(FORM),
  /** Of whom this is the value: one found under another key is not served. */
  key: z.string(),
  /** Wall-clock milliseconds; no other clock is the same in every replica. */
  madeAtEpochMs: z.number(),
  ttlMs: z.number().min(0),
  graceMs: z.number().min(0),
  costMs: z.number().min(0),
  tags: z.array(z.string()),
  seen: z.string(),
  /** JSON, or with `zstd` its compressed bytes in base 64. */
  value: z.string(),
  zstd: z.boolean(),
  /** Number of the lease under which it was made; a smaller one never replaces a greater. */
  fence: z.int().min(0),
});
export type EncodedEntry = z.infer<typeof envelopeSchema>;

/** The two clocks at one moment, which turn the age of an entry from one into the other. */
export interface Moment {
  readonly now: number;
  readonly epochMs: number;
}

/** An entry as it lies in Redis. */
export function encode(
  key: string,
  { value, madeAt, ...rest }: CacheEntry<unknown>,
  fence: number,
  at: Moment,
): EncodedEntry {
  const json = JSON.stringify(value);
  const isLong = json.length >= WORTH_COMPRESSING_BYTES;
  return {
    form: FORM,
    key,
    madeAtEpochMs: at.epochMs - (at.now - madeAt),
    ...rest,
    tags: [...rest.tags],
    value: isLong ? zstdCompressSync(json).toString('base64') : json,
    zstd: isLong,
    fence,
  };
}

/** The entry in an envelope; undefined unless it is one of ours for that key, with a value that `schema` accepts. */
export function decode<Value>(
  key: string,
  found: unknown,
  schema: z.ZodType<Value>,
  at: Moment,
): CacheEntry<Value> | undefined {
  const parsed = envelopeSchema.safeParse(found);
  if (!parsed.success || parsed.data.key !== key) return undefined;
  const { madeAtEpochMs, ttlMs, graceMs, costMs, tags, seen } = parsed.data;
  const value = schema.safeParse(valueOf(parsed.data));
  if (!value.success) return undefined;
  // The clock of another replica may be ahead of ours.
  const ageMs = Math.max(0, at.epochMs - madeAtEpochMs);
  return { value: value.data, madeAt: at.now - ageMs, ttlMs, graceMs, costMs, tags, seen };
}

function valueOf({ value, zstd }: EncodedEntry): unknown {
  try {
    if (!zstd) return JSON.parse(value);
    const bytes = zstdDecompressSync(Buffer.from(value, 'base64'), { maxOutputLength: MAX_VALUE_BYTES });
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}
