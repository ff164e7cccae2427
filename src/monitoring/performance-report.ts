import * as z from 'zod';

import { prefetchStateSchema, type CacheUse } from '../answers/index.js';
import { ttlDecisionSchema } from '../cache/index.js';
import { degradationCauseSchema, requestClassSchema, stageSchema } from '../core/index.js';
import type { Enhancement } from '../mcp/index.js';
import { GC_KINDS, PRESSURE_STEPS } from '../memory/index.js';

const quantilesSchema = {
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
};
const latencySchema = { count: z.int().min(0), ...quantilesSchema };

/** The error budget of a class, and what it was spent on. */
const budgetSchema = z.strictObject({
  windowMs: z.number(),
  requests: z.int().min(0).describe('Answered or refused within the window.'),
  missed: z.int().min(0).describe('Of these, late or refused.'),
  spentRatio: z.number().min(0).describe('1 when the budget of the window is gone.'),
  causes: z
    .array(z.strictObject({ cause: z.string(), requests: z.int().min(1) }))
    .describe('`late: ` and the longest stage, or `refused: ` and the reason.'),
});

/** The service level of one class: counts since the start, quantiles over the window of the report. */
export const classAttainmentSchema = z.strictObject({
  class: requestClassSchema,
  deadlineMs: z.number(),
  objective: z.number(),
  inTime: z.int().min(0),
  refused: z.int().min(0).describe('Questions refused for overload; `count` has those that were answered.'),
  attainment: z.number().min(0).max(1).nullable().describe('Share of answers in time; null before the first.'),
  ...latencySchema,
  prediction: z
    .strictObject({
      scored: z.int().min(0).describe('Answers with a predicted time.'),
      errorP50Ms: z.number().nullable().describe('Median error of the predictions within the window.'),
      errorP95Ms: z.number().nullable(),
      admissible: z
        .strictObject({ right: z.int().min(0), wrong: z.int().min(0) })
        .describe('Questions predicted to be in time: right if they were.'),
    })
    .describe('Predictions of `POST /v1/plan` and of admission, against the outcome.'),
  trend: z.enum(['rising', 'steady', 'falling']).describe('Of p95, within the window.'),
  load: z.number().min(0).max(1).describe('As in `/health/load`.'),
  budget: budgetSchema,
  slowest: z
    .array(z.strictObject({ requestId: z.string(), elapsedMs: z.number().min(0) }))
    .describe('Within the window, with the id of the receipt.'),
});

const failureSchema = z.strictObject({
  at: z.number().describe('Milliseconds since the epoch.'),
  reason: z.string().describe('In words; without addresses.'),
});

/** One address where a model is called. */
export const modelEndpointSchema = z.strictObject({
  endpoint: z.string().describe('Its backend, and its number within it.'),
  state: z.enum(['up', 'coolingDown', 'ejected', 'probing']),
  inFlight: z.int().min(0),
  capacity: z.int().min(1),
  calls: z.int().min(0).describe('Since the start.'),
  failed: z.int().min(0).describe('Of these, failed; the provider being busy counts.'),
  latencyMs: z.number().min(0).nullable().describe('Moving average, which follows peaks; null before the first.'),
  lastFailure: failureSchema.nullable(),
});

/** Calls to one MCP server since the start. */
export const serverPerformanceSchema = z.strictObject({
  server: z.string(),
  breaker: z.enum(['closed', 'open', 'halfOpen']),
  isQuarantined: z
    .boolean()
    .describe('It failed to start or was cut off too often, or its tool changed its description.'),
  inFlight: z.int().min(0),
  limit: z.int().min(1).describe('Calls that may be in flight now, derived from latency.'),
  capacity: z.int().min(1).describe('Upper bound of the limit.'),
  minRttMs: z.number().min(0).nullable().describe('Fastest of the latest calls.'),
  sessions: z.int().min(0).describe('Open sessions, or processes.'),
  maxSessions: z.int().min(0),
  spawns: z.int().min(0).describe('Sessions opened, or processes started, since it was configured.'),
  retries: z.int().min(0),
  hedges: z.int().min(0).describe('Second attempts started because the first was slow.'),
  outcomes: z
    .strictObject({
      used: z.int().min(0),
      cached: z.int().min(0),
      nothing: z.int().min(0),
      late: z.int().min(0),
      open: z.int().min(0),
      shed: z.int().min(0),
      failed: z.int().min(0),
      skipped: z.int().min(0),
    } satisfies Record<Enhancement['outcome'], z.ZodInt>)
    .describe('Calls by outcome.'),
  used: z.int().min(0).describe('Calls that were answered.'),
  lost: z.int().min(0).describe('Calls that were late, rejected or failed.'),
  cutOffs: z.int().min(0).describe('Times it was cut off because it exceeded a bound.'),
  lastFailure: failureSchema.nullable(),
  ...latencySchema,
});

const ratedSchema = {
  given: z.int().describe('How often answers were rated.'),
  useful: z.int().describe('Of these, called useful.'),
  worked: z.int().describe('Of these, where the advice was followed and worked.'),
};
const ratedGroupSchema = z.strictObject({ id: z.string(), ...ratedSchema });

/** The performance report. */
export const performanceSchema = z.strictObject({
  at: z.number().describe('When it was made, milliseconds since the epoch.'),
  uptimeMs: z.number().min(0),
  windowMs: z.number().describe('Window of the quantiles.'),
  recommendations: z.array(
    z.strictObject({
      setting: z.string().describe('A path in `director.yaml`, or in the manifests.'),
      advice: z.string(),
      because: z.string().describe('The measurement behind it.'),
    }),
  ),
  load: z.strictObject({
    overall: z.number().min(0).max(1),
    target: z.number().min(0).max(1).describe('Above it, the autoscaler of the manifests adds replicas.'),
    busy: z.number().min(0).max(1).describe('Busy share of the event loop.'),
    open: z.number().min(0).max(1).describe('Open questions as a share of the capacity.'),
  }),
  stages: z.array(z.strictObject({ stage: stageSchema.shape.name, ...quantilesSchema })),
  classes: z.array(classAttainmentSchema),
  admission: z.strictObject({
    inFlight: z.int().min(0).describe('Being worked on.'),
    open: z.int().min(0).describe('Being worked on, or waiting for MCP servers.'),
    queued: z.int().min(0),
    limit: z.int().min(1).describe('How many may be in flight at once, as measured.'),
    capacity: z.int().min(1),
    shedTotal: z.int().min(0),
    brownout: z.int().min(0).max(3).describe('Steps that answers go without under overload; 0 for none.'),
  }),
  answerCache: z.strictObject({
    entries: z.int().min(0),
    bytes: z.int().min(0),
    maxBytes: z.int().min(1),
    hits: z.int().min(0),
    misses: z.int().min(0),
    ttlDecisions: z.array(ttlDecisionSchema).describe('Times to live of the latest answers, with the reason.'),
    lookups: z
      .strictObject({
        hit: z.int().min(0),
        similar: z.int().min(0),
        stale: z.int().min(0),
        miss: z.int().min(0),
        bypass: z.int().min(0),
      } satisfies Record<CacheUse['answer'], z.ZodInt>)
      .describe('Requests by what the cache gave them.'),
    collapsed: z.int().min(0).describe('Requests that shared an answer which was being composed for another one.'),
    redisHits: z.int().min(0).describe('Values found in the second tier, tool results included.'),
    prefetch: prefetchStateSchema,
  }),
  degradations: z
    .array(z.strictObject({ cause: degradationCauseSchema, count: z.int().min(1) }))
    .describe('What receipts disclosed, by cause, most often first.'),
  feedback: z
    .strictObject({
      ...ratedSchema,
      frameworks: z.array(ratedGroupSchema).describe('By framework of the answer, most often rated first.'),
      situations: z.array(ratedGroupSchema).describe('By the situation the question was taken for.'),
    })
    .describe('What callers said about answers.'),
  reloads: z.strictObject({
    count: z.int().min(0).describe('How often MCP servers were reloaded from the configuration.'),
    lastAt: z.number().nullable().describe('Milliseconds since the epoch; null for never.'),
  }),
  modelEndpoints: z.array(modelEndpointSchema).describe('Where models are called; none without a backend.'),
  mcpServers: z.array(serverPerformanceSchema),
  memory: z.strictObject({
    level: z.enum(['normal', 'elevated', 'critical']),
    usedRatio: z.number().min(0),
    limit: z
      .strictObject({
        source: z.enum(['container', 'configuration', 'heap']),
        limitBytes: z.number().min(0),
        usedBytes: z.number().min(0),
      })
      .describe('The limit that is fullest.'),
    residentBytes: z.int().min(0),
    privateBytes: z.int().min(0).describe('The part of it that is not shared.'),
    heapUsedBytes: z.int().min(0),
    retainedBytes: z
      .int()
      .min(0)
      .nullable()
      .describe('Bytes that survived the latest full garbage collection; null before the first.'),
    eventLoopDelayMs: z.number().min(0),
    stallRatio: z.number().min(0).describe('Share of the last ten seconds in which some task waited for memory.'),
    collectingRatio: z.number().min(0).max(1).describe('Share of the time spent in full garbage collections.'),
    collections: z.array(
      z.strictObject({
        kind: z.enum(GC_KINDS),
        count: z.int().min(0),
        totalMs: z.number().min(0),
        longestMs: z.number().min(0),
      }),
    ),
    relief: z
      .array(z.strictObject({ step: z.enum(PRESSURE_STEPS), isTaken: z.boolean(), times: z.int().min(0) }))
      .describe('Actions against memory pressure, in their order.'),
    sweptEntries: z.int().min(0).describe('Expired entries dropped while idle.'),
    owners: z
      .array(
        z.strictObject({
          owner: z.string(),
          count: z.int().min(0),
          bytes: z.number().min(0),
          maxBytes: z.number().min(0).nullable(),
        }),
      )
      .describe('Components that hold memory, with estimated use and bound.'),
    pools: z.array(
      z.strictObject({
        pool: z.string(),
        made: z.int().min(0),
        uses: z.int().min(0),
        available: z.int().min(0),
        borrowed: z.int().min(0),
        reuseRatio: z.number().min(0).max(1).nullable().describe('Share of the uses that created nothing.'),
      }),
    ),
    leak: z
      .strictObject({ owner: z.string(), bytes: z.number(), bytesPerRequest: z.number() })
      .nullable()
      .describe('Memory that grows with the requests and is not freed, and the component that holds it.'),
  }),
});
export type Performance = z.infer<typeof performanceSchema>;
