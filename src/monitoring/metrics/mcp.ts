import {
  breakerChanged,
  enhancementSchema,
  extraAttemptMade,
  unparsedOutput,
  sessionOpened,
  toolCallAborted,
  toolCallFinished,
  toolQuarantined,
  type ServerState,
} from '../../mcp/index.js';

import { LATENCY_BUCKETS } from './buckets.js';
import { counter, gauge, histogram, metricGroup, scraped, type MetricSources, type Sample } from './metric.js';

const SERVER = 'id of a configured MCP server';
const BREAKER_STATES = { closed: 0, halfOpen: 1, open: 2 } as const;

/** Tool calls, by server. */
export const mcpMetrics = metricGroup(
  'MCP servers',
  {
    calls: counter({
      name: 'mcp_calls_total',
      help: 'Tool calls.',
      labels: { server: SERVER, outcome: enhancementSchema.shape.outcome.options },
    }),
    duration: histogram({
      name: 'mcp_call_duration_seconds',
      help: 'Tool calls from start to end.',
      labels: { server: SERVER },
      buckets: LATENCY_BUCKETS,
    }),
    aborts: counter({
      name: 'mcp_aborts_total',
      help: 'Tool calls given up, their servers told so.',
      labels: { server: SERVER },
    }),
    breakers: gauge({
      name: 'mcp_breaker_state',
      help: 'Circuit of a server: 0 closed, 1 half-open, 2 open.',
      labels: { server: SERVER },
    }),
    opens: counter({
      name: 'mcp_breaker_opens_total',
      help: 'Times the circuit of a server opened.',
      labels: { server: SERVER },
    }),
    attempts: counter({
      name: 'mcp_extra_attempts_total',
      help: 'Calls made once more than asked for.',
      labels: { server: SERVER, kind: ['retry', 'hedge'] },
    }),
    sessionsOpened: counter({
      name: 'mcp_sessions_opened_total',
      help: 'Sessions opened; of a server over standard input and output, processes started.',
      labels: { server: SERVER },
    }),
    unparsed: counter({
      name: 'mcp_unparsed_lines_total',
      help: 'Lines on the standard output of a server that are no messages.',
      labels: { server: SERVER },
    }),
    quarantines: counter({
      name: 'mcp_tool_quarantines_total',
      help: 'Times a tool changed its description and was no longer called.',
      labels: { server: SERVER },
    }),
    inFlight: perServer('mcp_in_flight', 'Tool calls under way.', ({ inFlight }) => inFlight),
    limit: perServer('mcp_limit', 'Tool calls that may be under way now.', ({ limit }) => limit),
    minRtt: perServer(
      'mcp_min_rtt_seconds',
      'Fastest of the latest tool calls.',
      ({ minRttMs }) => (minRttMs ?? 0) / 1_000,
    ),
    sessions: perServer('mcp_sessions', 'Sessions open.', ({ sessions }) => sessions),
    quarantined: perServer(
      'mcp_quarantined',
      '1 while a server is left alone: it failed to start too often, or its tool changed its description.',
      ({ isQuarantined }) => Number(isQuarantined),
    ),
  },
  ({ aborts, attempts, breakers, calls, duration, opens, quarantines, sessionsOpened, unparsed }) => [
    extraAttemptMade.subscribe(({ server, kind }) => attempts.inc({ server, kind })),
    sessionOpened.subscribe(({ server }) => sessionsOpened.inc({ server })),
    unparsedOutput.subscribe(({ server }) => unparsed.inc({ server })),
    toolQuarantined.subscribe(({ server }) => quarantines.inc({ server })),
    toolCallFinished.subscribe(({ server, outcome, durationMs }) => {
      calls.inc({ server, outcome });
      duration.observe({ server }, durationMs / 1_000);
    }),
    toolCallAborted.subscribe(({ server }) => aborts.inc({ server })),
    breakerChanged.subscribe(({ server, state }) => {
      breakers.set({ server }, BREAKER_STATES[state]);
      if (state === 'open') opens.inc({ server });
    }),
  ],
);

/** A quantity of every server, read when it is scraped. */
function perServer(name: string, help: string, read: (state: ServerState) => number) {
  return scraped({ name, help, labels: { server: SERVER } }, ({ enhancer }: MetricSources): Sample<'server'>[] =>
    enhancer.servers.map((state) => ({ labels: { server: state.server }, value: read(state) })),
  );
}
