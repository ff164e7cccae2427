import type { Performance } from '../../monitoring/index.js';

import type { Style } from './style.js';

const LIMITS = { container: 'container', configuration: 'configured limit', heap: 'heap' } as const;

/** A performance report for a person at a terminal: recommendations first, then tables. */
export function viewReport(report: Performance, style: Style): string {
  const activeSteps = report.memory.relief.filter(({ isTaken }) => isTaken).map(({ step }) => step);
  const { admission, answerCache, classes, degradations, feedback, load, mcpServers, memory } = report;
  const { modelEndpoints, recommendations, stages } = report;
  const causes = classes.flatMap(({ class: name, budget }) =>
    budget.causes.map(({ cause, requests }) => [name, cause, String(requests)]),
  );
  const sections = [
    section(
      'Recommendations',
      recommendations.map(({ setting, advice, because }) => `${style.bold(setting)}: ${advice} (${because})`),
      style,
    ),
    table(
      'Classes',
      ['class', 'in time', 'answers', 'refused', 'p50', 'p95', 'p99', 'deadline', 'trend', 'budget spent', 'load'],
      classes.map((row) => [
        row.class,
        row.attainment === null ? '-' : `${(row.attainment * 100).toFixed(2)} %`,
        String(row.count),
        String(row.refused),
        ms(row.p50Ms),
        ms(row.p95Ms),
        ms(row.p99Ms),
        ms(row.deadlineMs),
        row.trend,
        percent(row.budget.spentRatio),
        percent(row.load),
      ]),
      style,
    ),
    table('Budget spent on', ['class', 'cause', 'requests'], causes, style),
    table(
      'Slowest answers',
      ['class', 'request', 'took'],
      classes.flatMap(({ class: name, slowest }) => slowest.map((slow) => [name, slow.requestId, ms(slow.elapsedMs)])),
      style,
    ),
    table(
      'Stages',
      ['stage', 'p50', 'p95', 'p99'],
      stages
        .filter(({ p50Ms }) => p50Ms !== null)
        .map((row) => [row.stage, ms(row.p50Ms), ms(row.p95Ms), ms(row.p99Ms)]),
      style,
    ),
    table(
      'Degraded',
      ['cause', 'receipts'],
      degradations.map(({ cause, count }) => [cause, String(count)]),
      style,
    ),
    table(
      'MCP servers',
      ['server', 'circuit', 'used', 'lost', 'p50', 'p95', 'p99', 'last failure'],
      mcpServers.map((row) => [
        row.server,
        row.breaker,
        String(row.used),
        String(row.lost),
        ms(row.p50Ms),
        ms(row.p95Ms),
        ms(row.p99Ms),
        row.lastFailure?.reason ?? '-',
      ]),
      style,
    ),
    table(
      'Model endpoints',
      ['endpoint', 'state', 'calls', 'failed', 'latency', 'last failure'],
      modelEndpoints.map((row) => [
        row.endpoint,
        row.state,
        String(row.calls),
        String(row.failed),
        ms(row.latencyMs),
        row.lastFailure?.reason ?? '-',
      ]),
      style,
    ),
    table(
      'Feedback',
      ['of', 'rated', 'useful', 'worked'],
      [...feedback.situations, ...feedback.frameworks].map((row) => [
        row.id,
        String(row.given),
        String(row.useful),
        String(row.worked),
      ]),
      style,
    ),
    section(
      'Process',
      [
        `load ${percent(load.overall)}: event loop ${percent(load.busy)}, open questions ${percent(load.open)}`,
        `admission ${admission.inFlight} in flight of ${admission.limit}, ${admission.queued} queued, ${admission.shedTotal} refused`,
        `cache ${answerCache.hits} hits, ${answerCache.misses} misses, ${megabytes(answerCache.bytes)} of ${megabytes(answerCache.maxBytes)}`,
        `memory ${memory.level}, ${percent(memory.usedRatio)} of the ${LIMITS[memory.limit.source]} used, ${megabytes(memory.privateBytes)} private, ${megabytes(memory.residentBytes)} resident`,
        ...(activeSteps.length === 0 ? [] : [style.bad(`active against memory pressure: ${activeSteps.join(', ')}`)]),
        ...(memory.leak === null
          ? []
          : [style.bad(`${memory.leak.owner} leaks ${Math.round(memory.leak.bytesPerRequest)} bytes a request`)]),
      ],
      style,
    ),
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function section(title: string, lines: readonly string[], style: Style): string {
  return lines.length === 0 ? '' : [style.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');
}

function table(title: string, header: readonly string[], rows: readonly (readonly string[])[], style: Style): string {
  if (rows.length === 0) return '';
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return section(title, [style.dim(line(header)), ...rows.map(line)], style);
}

function ms(value: number | null): string {
  return value === null ? '-' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
