import * as z from 'zod';

/** Where an answer came from. */
export const cacheUseSchema = z.strictObject({
  answer: z.enum(['hit', 'miss', 'stale', 'similar', 'bypass']),
  tier: z.enum(['l1', 'l2']).nullable(),
  ageMs: z.number().min(0).nullable(),
  collapsed: z.boolean().describe('Whether it was computed for an equal question asked at the same time.'),
  similarTo: z
    .string()
    .nullable()
    .describe('For `similar`: id of the answer, which was given to another wording; the evidence quotes that one.'),
});
export type CacheUse = z.infer<typeof cacheUseSchema>;

/** Of an answer that was made for the request that gets it. */
export function computedHere(answer: 'miss' | 'bypass'): CacheUse {
  return { answer, tier: null, ageMs: null, collapsed: false, similarTo: null };
}

/**
 * The same in the terms of HTTP.
 *
 * @see RFC 9211
 */
export function cacheStatus({ answer, tier, collapsed }: CacheUse): string {
  const detail = answer === 'similar' ? 'similar' : answer === 'stale' ? 'stale' : tier;
  if (answer === 'bypass') return 'ClaudeDirector; fwd=bypass';
  if (answer === 'miss') return collapsed ? 'ClaudeDirector; fwd=miss; collapsed' : 'ClaudeDirector; fwd=miss';
  return detail === null ? 'ClaudeDirector; hit' : `ClaudeDirector; hit; detail=${detail}`;
}
