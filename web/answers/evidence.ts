import type { DetectedFramework } from '../api/contract.js';

/** A stretch of a text, and the frameworks whose evidence it is part of, by their place in the list. */
export interface Segment {
  readonly text: string;
  readonly frameworks: readonly number[];
}

/** The text cut where evidence begins and ends. Evidence that does not quote the text is left out. */
export function segmentsOf(text: string, frameworks: readonly Pick<DetectedFramework, 'evidence'>[]): Segment[] {
  const marks = frameworks.flatMap(({ evidence }, framework) =>
    evidence
      .filter(({ start, end, quote }) => text.slice(start, end) === quote)
      .map(({ start, end }) => ({ start, end: endOfNumber(text, end), framework })),
  );
  const cuts = [...new Set([0, text.length, ...marks.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, at) => {
    const end = cuts[at + 1] ?? text.length;
    const within = marks.filter((mark) => mark.start <= start && mark.end >= end);
    return { text: text.slice(start, end), frameworks: [...new Set(within.map(({ framework }) => framework))] };
  });
}

/** Evidence that ends within a number, as in "$1" of "$1.2M", is shown to its end. */
function endOfNumber(text: string, end: number): number {
  if (!/\d/.test(text[end - 1] ?? '')) return end;
  return end + (/^(?:[.,]?\d)+[\p{L}%]*/u.exec(text.slice(end, end + 20))?.[0].length ?? 0);
}
