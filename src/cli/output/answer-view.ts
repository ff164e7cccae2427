import type { Answer } from '../../answers/index.js';

import { highlightEvidence } from './evidence-view.js';
import type { Style } from './style.js';
import { drawWaterfall } from './waterfall-view.js';
import { wrap, wrapMarkdown } from './wrap.js';

/** An answer for a terminal: the question with its evidence, the answer, and the receipt. */
export function viewAnswer(question: string, answer: Answer, width: number, style: Style): string {
  const { receipt } = answer;
  const sections = [
    ...(receipt.frameworks.length === 0 ? [] : [questionSection(question, answer, width, style)]),
    style.emphasis(wrapMarkdown(answer.answer.markdown, width)),
    viewReceipt(answer, width, style),
  ];
  return `${sections.join(`\n\n${style.dim('─'.repeat(width))}\n\n`)}\n`;
}

function questionSection(question: string, { receipt }: Answer, width: number, style: Style): string {
  const evidence = receipt.frameworks.flatMap((framework) => framework.evidence);
  return highlightEvidence(question, evidence, style)
    .split('\n')
    .flatMap((line) => wrap(line, width))
    .join('\n');
}

/** The receipt of an answer, for a terminal. */
export function viewReceipt({ receipt, status }: Answer, width: number, style: Style): string {
  const lines = [
    style.bold(`Receipt (${receipt.class}, ${status})`),
    ...receipt.frameworks.flatMap(({ name, confidence, kind, source }) =>
      labelled('framework', `${name}, ${Math.round(confidence * 100)} % ${kind}, ${source}`, width),
    ),
    ...receipt.personas.flatMap(({ id, role, backend }) => labelled('persona', `${id} (${role}, ${backend})`, width)),
    ...receipt.enhancements.flatMap(({ server, tool, outcome, durationMs }) =>
      labelled('mcp', `${server}/${tool}: ${outcome} after ${durationMs.toFixed(1)} ms`, width),
    ),
    ...receipt.degradations.flatMap(({ component, cause, effect }) =>
      labelled('degraded', `${component}: ${effect} (${cause})`, width).map((line) => style.bad(line)),
    ),
    '',
    drawWaterfall({ ...receipt, isMet: receipt.met }, width, style),
  ];
  return lines.join('\n');
}

const LABEL_COLUMNS = 12;

/** A line of the receipt, continued under its text where it is long. */
function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, width - LABEL_COLUMNS).map((line, i) => (i === 0 ? label : '').padEnd(LABEL_COLUMNS) + line);
}
