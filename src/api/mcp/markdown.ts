import type { Detection, Framework } from '../../frameworks/index.js';
import type { Answer, Plan } from '../../answers/index.js';
import type { Performance } from '../../monitoring/index.js';
import type { PersonaProfile } from '../../personas/index.js';

// The text of a tool result; its facts are in the structured content too.

/** An answer and its receipt. */
export function answerMarkdown({ answer, receipt, status, version }: Answer): string {
  const { frameworks, personas, enhancements, degradations, continuation } = receipt;
  const timing = `${receipt.elapsedMs.toFixed(1)} of ${receipt.deadlineMs} ms, ${receipt.met ? 'in time' : 'late'}`;
  const lines = [
    `- ${receipt.class}, ${status}, version ${version}: answered after ${timing}`,
    ...frameworkLines(frameworks),
    ...personas.map(({ id, role, backend }) => `- persona ${id} (${role}, ${backend})`),
    ...enhancements.map(
      ({ server, tool, outcome, durationMs }) =>
        `- MCP ${server}/${tool}: ${outcome} after ${durationMs.toFixed(1)} ms`,
    ),
    ...degradations.map(({ component, cause, effect }) => `- missing: ${effect} (${component}, ${cause})`),
    ...(continuation === null ? [] : ['- what was late is being finished; `get_answer` has it as version 2']),
  ];
  return `${answer.markdown}\n\n---\n\n**Receipt**\n\n${lines.join('\n')}`;
}

/** What would happen to a question. */
export function planMarkdown({ class: requestClass, admissible, predictedMs, ...plan }: Plan): string {
  const { lead, support } = plan.personas;
  const lines = [
    `- class ${requestClass}, ${admissible ? 'would be let in' : 'would not be let in now'}`,
    ...(predictedMs === null ? [] : [`- such answers took ${predictedMs.toFixed(1)} ms lately`]),
    ...(lead === null ? ['- nobody: not a strategic question'] : [`- lead ${lead.id}: ${lead.reasons.join('; ')}`]),
    ...support.map(({ id, reasons }) => `- support ${id}: ${reasons.join('; ')}`),
    ...plan.enhancements.map(({ server, tool }) => `- MCP ${server}/${tool}`),
    ...frameworkLines(plan.frameworks),
  ];
  return `**Plan**\n\n${lines.join('\n')}`;
}

/** Frameworks found in a text. */
export function detectionMarkdown({ strategic, frameworks, runnersUp }: Detection): string {
  const lines = [
    `- ${strategic ? 'a strategic question' : 'not a strategic question'}`,
    ...frameworkLines(frameworks),
    ...runnersUp.map(({ id, why }) => `- not chosen: ${id}. ${why}`),
  ];
  return `**Frameworks**\n\n${lines.join('\n')}`;
}

/** One framework of the library. */
export function frameworkMarkdown(framework: Framework): string {
  const { authors, work, year } = framework.origin;
  const origin = [authors.join(', ') || 'common practice', work, year].filter((part) => part !== undefined);
  const sections: [string, readonly string[]][] = [
    ['Fits when', framework.fitsWhen],
    ['Does not fit when', framework.doesNotFitWhen],
    ['Ask first', framework.questions],
    ['Measures', framework.measures],
    ['Pitfalls', framework.pitfalls],
  ];
  return [
    `# ${framework.name}`,
    `*${framework.category}; ${origin.join(', ')}*`,
    framework.summary,
    `## Steps\n\n${framework.steps.map(({ name, how }, i) => `${i + 1}. **${name}**: ${how}`).join('\n')}`,
    ...sections.map(([title, items]) => `## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`),
  ].join('\n\n');
}

/** Who can answer. */
export function personasMarkdown(personas: readonly PersonaProfile[]): string {
  return personas.map(({ id, header, expertise }) => `- \`${id}\`: ${header}. ${expertise.join(', ')}`).join('\n');
}

/** How well the service does. */
export function performanceMarkdown({ classes, admission, answerCache, mcpServers, memory }: Performance): string {
  const lines = [
    ...classes.map(({ class: requestClass, count, inTime, refused, p95Ms, deadlineMs }) => {
      const latency = p95Ms === null ? '' : `, p95 ${p95Ms.toFixed(1)} of ${deadlineMs} ms`;
      return `- ${requestClass}: ${inTime} of ${count} in time, ${refused} refused${latency}`;
    }),
    `- admission: ${admission.inFlight} of ${admission.capacity} slots, ${admission.queued} waiting, ${admission.shedTotal} shed`,
    `- answer cache: ${answerCache.hits} hits, ${answerCache.misses} misses`,
    ...mcpServers.map(
      ({ server, breaker, used, lost }) => `- MCP ${server}: ${used} used, ${lost} lost, circuit ${breaker}`,
    ),
    `- memory: ${memory.level}`,
  ];
  return `**Performance**\n\n${lines.join('\n')}`;
}

function frameworkLines(frameworks: Detection['frameworks']): string[] {
  return frameworks.map(({ id, name, confidence, kind, evidence, source }) => {
    const quotes = evidence.map(({ quote }) => `»${quote}«`).join(', ');
    return `- ${name} (\`${id}\`, ${Math.round(confidence * 100)} % ${kind}, ${source}): ${quotes}`;
  });
}
