import type { ClassAttainment, ModelEndpoint, Performance, ServerPerformance } from '../../api/contract.js';
import { Panel } from '../../components/panel.js';
import { duration } from '../../components/problem-view.js';
import { Table } from '../../components/table.js';

import { clock } from './plot.js';

interface Facts {
  readonly report: Performance;
}

const share = (ratio: number | null, digits = 0) => (ratio === null ? '–' : `${(ratio * 100).toFixed(digits)} %`);
const ms = (value: number | null) => (value === null ? '–' : duration(value));
export const megabytes = (bytes: number) => `${(bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0)} MB`;

/** Class by class: what was promised, and what came of it. */
export function ClassesPanel({ report }: Facts) {
  return (
    <Panel
      title="Classes"
      class="span-all"
      note="Attainment counts since the start; quantiles are of the last five minutes, the budget of the last hour."
    >
      <Table<ClassAttainment>
        caption="Attainment by class"
        isCaptionHidden
        rows={report.classes}
        keyOf={(row) => row.class}
        columns={[
          { title: 'Class', isName: true, cell: (row) => row.class },
          { title: 'Deadline', isNumber: true, cell: (row) => duration(row.deadlineMs) },
          {
            title: 'In time',
            isNumber: true,
            cell: (row) => (
              <span class={row.attainment !== null && row.attainment < row.objective ? 'is-bad' : ''}>
                {share(row.attainment, 2)} <span class="note">of {share(row.objective, 1)}</span>
              </span>
            ),
          },
          { title: 'Answers', isNumber: true, cell: (row) => row.count },
          { title: 'Refused', isNumber: true, cell: (row) => row.refused },
          { title: 'p50', isNumber: true, cell: (row) => ms(row.p50Ms) },
          { title: 'p95', isNumber: true, cell: (row) => ms(row.p95Ms) },
          { title: 'p99', isNumber: true, cell: (row) => ms(row.p99Ms) },
          { title: 'Trend', cell: (row) => row.trend },
          {
            title: 'Budget spent',
            cell: (row) => (
              <Meter
                value={row.budget.spentRatio}
                text={`${share(row.budget.spentRatio)}, ${row.budget.missed} of ${row.budget.requests} missed`}
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** What was refused, and what receipts disclosed. */
export function LossesPanel({ report }: Facts) {
  const causes = report.classes.flatMap((one) =>
    one.budget.causes.map(({ cause, requests }) => ({ class: one.class, cause, requests })),
  );
  return (
    <Panel
      title="Refused, late and degraded"
      note="Refused and late within the last hour; degradations since the start."
    >
      <Table
        caption="Refused or late, by cause"
        rows={causes}
        keyOf={(row) => `${row.class}${row.cause}`}
        empty="Nothing was refused or late."
        columns={[
          { title: 'Cause', isName: true, cell: (row) => row.cause },
          { title: 'Class', cell: (row) => row.class },
          { title: 'Questions', isNumber: true, cell: (row) => row.requests },
        ]}
      />
      <Table
        caption="Degradations, by cause"
        rows={report.degradations}
        keyOf={(row) => row.cause}
        empty="No receipt has disclosed a loss."
        columns={[
          { title: 'Cause', isName: true, cell: (row) => DEGRADATIONS[row.cause] },
          { title: 'Times', isNumber: true, cell: (row) => row.count },
        ]}
      />
    </Panel>
  );
}

const DEGRADATIONS: Readonly<Record<Performance['degradations'][number]['cause'], string>> = {
  deadline: 'Not ready by the deadline',
  circuit_open: 'Circuit open: the server had failed before',
  shed: 'No room for the call',
  failed: 'The call failed',
  invalid_response: 'The reply could not be used',
  overload: 'Overload',
  memory_pressure: 'Memory pressure',
  language: 'Language not supported',
};

/** How requests were served from the caches. */
export function CachePanel({ report: { answerCache } }: Facts) {
  const { bypass, hit, miss, similar, stale } = answerCache.lookups;
  const rows = [
    { what: 'Memory of this process, the same question', count: hit },
    { what: 'Memory, another wording that means the same', count: similar },
    { what: 'Memory, stale while it was refreshed', count: stale },
    { what: 'Redis, shared by all replicas', count: answerCache.redisHits },
    { what: 'Shared with an equal question in progress', count: answerCache.collapsed },
    { what: 'Composed', count: miss },
    { what: 'Not cacheable, or asked fresh', count: bypass },
  ];
  return (
    <Panel title="Cache" note="Since the start, by the tier that answered.">
      <Table
        caption="Questions by tier"
        isCaptionHidden
        rows={rows}
        keyOf={(row) => row.what}
        columns={[
          { title: 'From', isName: true, cell: (row) => row.what },
          { title: 'Questions', isNumber: true, cell: (row) => row.count },
        ]}
      />
      <Meter
        value={answerCache.bytes / answerCache.maxBytes}
        text={`${megabytes(answerCache.bytes)} of ${megabytes(answerCache.maxBytes)}, ${answerCache.entries} answers`}
      />
    </Panel>
  );
}

/** MCP servers and what became of the calls. */
export function ServersPanel({ report }: Facts) {
  return (
    <Panel title="MCP servers" class="span-all">
      <Table<ServerPerformance>
        caption="Calls of MCP servers"
        isCaptionHidden
        rows={report.mcpServers}
        keyOf={(row) => row.server}
        empty="None is configured."
        columns={[
          { title: 'Server', isName: true, cell: (row) => row.server },
          { title: 'Circuit', cell: (row) => <Circuit server={row} /> },
          { title: 'In flight', isNumber: true, cell: (row) => `${row.inFlight} of ${row.limit}` },
          { title: 'Calls', isNumber: true, cell: (row) => row.count },
          {
            title: 'Lost',
            isNumber: true,
            cell: (row) => <span class={row.lost > 0 ? 'is-bad' : ''}>{row.lost}</span>,
          },
          { title: 'p50', isNumber: true, cell: (row) => ms(row.p50Ms) },
          { title: 'p95', isNumber: true, cell: (row) => ms(row.p95Ms) },
          { title: 'Sessions', isNumber: true, cell: (row) => `${row.sessions} of ${row.maxSessions}` },
          { title: 'Last failure', cell: (row) => <Failure failure={row.lastFailure} /> },
        ]}
      />
    </Panel>
  );
}

function Circuit({ server: { breaker, isQuarantined } }: { readonly server: ServerPerformance }) {
  if (isQuarantined) return <span class="tag tag-bad">quarantined</span>;
  if (breaker === 'closed') return <span class="tag tag-good">closed, calls go through</span>;
  return <span class="tag tag-bad">{breaker === 'open' ? 'open, not called' : 'half open, being tried'}</span>;
}

/** Endpoints of models; nothing without a model. */
export function ModelsPanel({ report }: Facts) {
  return (
    <Panel title="Model endpoints" class="span-all">
      <Table<ModelEndpoint>
        caption="Calls of model endpoints"
        isCaptionHidden
        rows={report.modelEndpoints}
        keyOf={(row) => row.endpoint}
        empty="No model is configured: the playbook writes every answer."
        columns={[
          { title: 'Endpoint', isName: true, cell: (row) => row.endpoint },
          {
            title: 'State',
            cell: ({ state }) => <span class={`tag tag-${state === 'up' ? 'good' : 'warn'}`}>{STATES[state]}</span>,
          },
          { title: 'In flight', isNumber: true, cell: (row) => `${row.inFlight} of ${row.capacity}` },
          { title: 'Calls', isNumber: true, cell: (row) => row.calls },
          { title: 'Failed', isNumber: true, cell: (row) => row.failed },
          { title: 'Latency', isNumber: true, cell: (row) => ms(row.latencyMs) },
          { title: 'Last failure', cell: (row) => <Failure failure={row.lastFailure} /> },
        ]}
      />
    </Panel>
  );
}

const STATES: Readonly<Record<ModelEndpoint['state'], string>> = {
  up: 'up',
  coolingDown: 'resting, as its provider asked',
  ejected: 'left out after failures',
  probing: 'being tried',
};

function Failure({ failure }: { readonly failure: ServerPerformance['lastFailure'] }) {
  if (failure === null) return <span class="note">none</span>;
  return (
    <span>
      {failure.reason} <span class="note">{clock(failure.at)}</span>
    </span>
  );
}

/** Which component holds what, against its bound. */
export function MemoryPanel({ report: { memory } }: Facts) {
  const { leak, level, limit } = memory;
  return (
    <Panel
      title="Memory"
      note={`${megabytes(memory.privateBytes)} private, ${share(memory.usedRatio)} of the ${LIMITS[limit.source]}; pressure: ${level}.`}
    >
      {leak === null ? null : (
        <p class="is-bad">
          {leak.owner} grows by {Math.round(leak.bytesPerRequest)} bytes with each request.
        </p>
      )}
      <Table
        caption="Components that hold memory"
        isCaptionHidden
        rows={memory.owners.toSorted((a, b) => b.bytes - a.bytes)}
        keyOf={(row) => row.owner}
        columns={[
          { title: 'Component', isName: true, cell: (row) => row.owner },
          { title: 'Entries', isNumber: true, cell: (row) => row.count },
          { title: 'Holds', isNumber: true, cell: (row) => megabytes(row.bytes) },
          {
            title: 'Of its bound',
            cell: ({ bytes, maxBytes }) =>
              maxBytes === null ? (
                <span class="note">no bound</span>
              ) : (
                <Meter value={bytes / maxBytes} text={megabytes(maxBytes)} />
              ),
          },
        ]}
      />
    </Panel>
  );
}

const LIMITS = { container: 'limit of the container', configuration: 'configured limit', heap: 'heap' } as const;

/** What callers said about answers, by framework and situation. */
export function FeedbackPanel({ report: { feedback } }: Facts) {
  const rows = [
    ...feedback.situations.map((row) => ({ ...row, kind: 'Situation' })),
    ...feedback.frameworks.map((row) => ({ ...row, kind: 'Framework' })),
  ].slice(0, 12);
  return (
    <Panel
      title="Whether advice worked"
      note={
        feedback.given === 0
          ? 'Nothing was rated yet. Every answer asks whether it was useful.'
          : `${feedback.useful} of ${feedback.given} ratings called the answer useful; ${feedback.worked} say that it worked.`
      }
    >
      {rows.length === 0 ? null : (
        <Table
          caption="Ratings by situation and framework"
          isCaptionHidden
          rows={rows}
          keyOf={(row) => `${row.kind}${row.id}`}
          columns={[
            {
              title: 'Of',
              isName: true,
              cell: (row) =>
                row.kind === 'Framework' ? <a href={`/library?f=${row.id}`}>{row.id}</a> : row.id.replaceAll('-', ' '),
            },
            { title: 'Kind', cell: (row) => row.kind },
            { title: 'Rated', isNumber: true, cell: (row) => row.given },
            { title: 'Useful', isNumber: true, cell: (row) => row.useful },
            { title: 'Worked', isNumber: true, cell: (row) => row.worked },
          ]}
        />
      )}
    </Panel>
  );
}

/** What to change, each with the measurement behind it. */
export function RecommendationsPanel({ report: { recommendations } }: Facts) {
  return (
    <Panel title="Recommendations" class="span-all">
      {recommendations.length === 0 ? (
        <p class="note">Nothing to change: no measurement of the last hour asks for another setting.</p>
      ) : (
        <ul class="recommendations list-plain">
          {recommendations.map(({ advice, because, setting }) => (
            <li key={setting + advice}>
              <code>{setting}</code> {advice} <span class="note">{because}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Meter({ value, text }: { readonly value: number; readonly text: string }) {
  const filled = Math.min(1, Math.max(0, value));
  const state = value > 0.9 ? ' is-full' : value > 0.7 ? ' is-filling' : '';
  return (
    <span class={`meter${state}`}>
      <span class="meter-bar" aria-hidden="true">
        <span style={{ inlineSize: `${filled * 100}%` }} />
      </span>
      <span class="note">{text}</span>
    </span>
  );
}
