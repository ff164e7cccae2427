import {
  breakerChanged,
  enhancementSchema,
  extraAttemptMade,
  serverCutOff,
  unparsedOutput,
  sessionOpened,
  toolCallAborted,
  toolCallFinished,
  toolQuarantined,
  type ServerState,
} from '../../mcp/index.js';

import { counter, gauge, latencyHistogram, LATENCY_BUCKETS, metricGroup, scrapedSeries } from './metric.js';

const SERVER = 'id of a configured MCP server';
const BREAKER_STATES = { closed: 0, halfOpen: 1, open: 2 } as const;

/** Tool calls, by server. */
export const mcpMetrics = metricGroup(
  'MCP servers',
  {
    calls: counter('mcp_calls_total', 'Tool calls.', {
      server: SERVER,
      outcome: enhancementSchema.shape.outcome.options,
    }),
    duration: latencyHistogram('mcp_call_duration_seconds', 'Tool calls from start to end.', LATENCY_BUCKETS, {
      server: SERVER,
    }),
    aborts: counter('mcp_aborts_total', 'Tool calls aborted, with a notification to the server.', { server: SERVER }),
    breakers: gauge('mcp_breaker_state', 'Circuit of a server: 0 closed, 1 half-open, 2 open.', { server: SERVER }),
    opens: counter('mcp_breaker_opens_total', 'Times the circuit of a server opened.', { server: SERVER }),
    attempts: counter('mcp_extra_attempts_total', 'Additional attempts of tool calls.', {
      server: SERVER,
      kind: ['retry', 'hedge'],
    }),
    sessionsOpened: counter(
      'mcp_sessions_opened_total',
      'Sessions opened; for a server over standard input and output, processes started.',
      { server: SERVER },
    ),
    unparsed: counter('mcp_unparsed_lines_total', 'Lines on the standard output of a server that are not messages.', {
      server: SERVER,
    }),
    cutOffs: counter('mcp_cut_offs_total', 'Times a server was cut off because it exceeded a bound.', {
      server: SERVER,
    }),
    quarantines: counter(
      'mcp_tool_quarantines_total',
      'Times a tool was quarantined because its description changed.',
      { server: SERVER },
    ),
    inFlight: perServer('mcp_in_flight', 'Tool calls in flight.', ({ inFlight }) => inFlight),
    limit: perServer('mcp_limit', 'Tool calls that may be in flight now.', ({ limit }) => limit),
    minRtt: perServer(
      'mcp_min_rtt_seconds',
      'Fastest of the latest tool calls.',
      ({ minRttMs }) => (minRttMs ?? 0) / 1_000,
    ),
    sessions: perServer('mcp_sessions', 'Open sessions.', ({ sessions }) => sessions),
    quarantined: perServer(
      'mcp_quarantined',
      '1 while a server is not called because it failed to start or was cut off too often, or its tool changed its description.',
      ({ isQuarantined }) => Number(isQuarantined),
    ),
  },
  ({ aborts, attempts, breakers, calls, cutOffs, duration, opens, quarantines, sessionsOpened, unparsed }) => [
    extraAttemptMade.subscribe(({ server, kind }) => attempts.inc({ server, kind })),
    sessionOpened.subscribe(({ server }) => sessionsOpened.inc({ server })),
    serverCutOff.subscribe(({ server }) => cutOffs.inc({ server })),
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

function perServer(name: string, help: string, read: (state: ServerState) => number) {
  return scrapedSeries(name, help, 'server', SERVER, ({ enhancer }) =>
    enhancer.servers.map((state) => [state.server, read(state)]),
  );
}
