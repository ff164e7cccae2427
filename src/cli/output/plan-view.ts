import type { Plan } from '../../answers/index.js';
import type { Detection } from '../../frameworks/index.js';

import type { Style } from './style.js';

/** A plan for a terminal. */
export function viewPlan({ class: requestClass, admissible, predictedMs, ...plan }: Plan, style: Style): string {
  const { lead, support } = plan.personas;
  const took = predictedMs === null ? '' : `, such answers took ${predictedMs.toFixed(1)} ms lately`;
  const rows = [
    `${style.bold(requestClass)}, ${admissible ? style.good('would be let in') : style.bad('would not be let in now')}${took}`,
    lead === null ? 'not a strategic question' : `lead        ${lead.id}: ${lead.reasons.join('; ')}`,
    ...support.map(({ id, reasons }) => `support     ${id}: ${reasons.join('; ')}`),
    ...plan.enhancements.map(({ server, tool }) => `mcp         ${server}/${tool}`),
    ...frameworkRows(plan, style),
  ];
  return `${rows.join('\n')}\n`;
}

/** Frameworks found in a text, for a terminal. */
export function viewDetection(detection: Detection, style: Style): string {
  const title = style.bold(detection.strategic ? 'A strategic question' : 'Not a strategic question');
  const others = detection.runnersUp.map(({ id, why }) => `not chosen  ${id}: ${why}`);
  return `${[title, ...frameworkRows(detection, style), ...others].join('\n')}\n`;
}

function frameworkRows({ frameworks }: Pick<Detection, 'frameworks'>, style: Style): string[] {
  return frameworks.map(({ name, confidence, kind, evidence, source }) => {
    const quotes = evidence.map(({ quote }) => style.highlight(quote)).join(', ');
    return `framework   ${name}, ${Math.round(confidence * 100)} % ${kind}, ${source}: ${quotes}`;
  });
}
