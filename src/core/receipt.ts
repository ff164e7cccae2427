import * as z from 'zod';

/** Why an answer is degraded: a closed set, because it labels metrics. */
export const degradationCauseSchema = z.enum([
  'deadline',
  'circuit_open',
  'shed',
  'failed',
  'invalid_response',
  'overload',
  'memory_pressure',
  'language',
]);
export type DegradationCause = z.infer<typeof degradationCauseSchema>;

/** One disclosed loss. */
export const degradationSchema = z.strictObject({
  component: z.string().describe('What fell short, for example `mcp:builtin:library`.'),
  cause: degradationCauseSchema,
  effect: z.string().describe('What the reader misses because of it.'),
});
export type Degradation = z.infer<typeof degradationSchema>;

/** One stage of the timeline. */
export const stageSchema = z.strictObject({
  name: z.enum(['admission', 'cache', 'detect', 'read', 'route', 'enhance', 'compose']),
  startMs: z.number().min(0).describe('Milliseconds after the arrival of the request.'),
  durationMs: z.number().min(0),
});
export type Stage = z.infer<typeof stageSchema>;
export type StageName = Stage['name'];
