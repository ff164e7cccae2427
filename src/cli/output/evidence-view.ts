import type { Evidence } from '../../frameworks/index.js';

import type { Style } from './style.js';

/** The text with the evidence highlighted; overlapping passages are merged. */
export function highlightEvidence(text: string, evidence: readonly Evidence[], style: Style): string {
  let result = '';
  let position = 0;
  for (const { start, end } of mergeSpans(evidence)) {
    result += text.slice(position, start) + style.highlight(text.slice(start, end));
    position = end;
  }
  return result + text.slice(position);
}

function mergeSpans(evidence: readonly Evidence[]): { start: number; end: number }[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of evidence.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
