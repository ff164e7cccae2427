import { z } from 'zod';

import { requestClassSchema } from '../common/index.js';

const latencySchema = {
  count: z.int().min(0),
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
};

/** How one class has kept its promise since the start. */
export const classAttainmentSchema = z.strictObject({
  class: requestClassSchema,
  deadlineMs: z.number(),
  objective: z.number(),
  inTime: z.int().min(0),
  attainment: z.number().min(0).max(1).nullable().describe('Share of answers in time; null before the first.'),
  ...latencySchema,
});

/** How one MCP server has served since the start. */
export const serverPerformanceSchema = z.strictObject({
  server: z.string(),
  breaker: z.enum(['closed', 'open', 'halfOpen']),
  inFlight: z.int().min(0),
  capacity: z.int().min(1),
  used: z.int().min(0),
  lost: z.int().min(0).describe('Calls that were late, refused or failed.'),
  ...latencySchema,
});

/** The performance report. */
export const performanceSchema = z.strictObject({
  uptimeMs: z.number().min(0),
  classes: z.array(classAttainmentSchema),
  admission: z.strictObject({
    inFlight: z.int().min(0),
    queued: z.int().min(0),
    capacity: z.int().min(1),
    shedTotal: z.int().min(0),
  }),
  answerCache: z.strictObject({
    entries: z.int().min(0),
    bytes: z.int().min(0),
    maxBytes: z.int().min(1),
    hits: z.int().min(0),
    misses: z.int().min(0),
  }),
  mcpServers: z.array(serverPerformanceSchema),
  memory: z.strictObject({
    level: z.enum(['normal', 'elevated', 'critical']),
    usedRatio: z.number().min(0),
    residentBytes: z.int().min(0),
    heapUsedBytes: z.int().min(0),
    eventLoopDelayMs: z.number().min(0),
  }),
});
export type Performance = z.infer<typeof performanceSchema>;
