import type { Stage } from '../../core/index.js';

import type { Style } from './style.js';

const NAME_COLUMNS = 12;
const FIGURE_COLUMNS = 12;

export interface WaterfallFigures {
  readonly stages: readonly Stage[];
  readonly elapsedMs: number;
  readonly deadlineMs: number;
  readonly isMet: boolean;
}

/** The stages as bars on the time until the answer, then the total against the deadline; `width` in columns. */
export function drawWaterfall(
  { stages, elapsedMs, deadlineMs, isMet }: WaterfallFigures,
  width: number,
  style: Style,
): string {
  const room = Math.max(1, width - NAME_COLUMNS - FIGURE_COLUMNS || 1);
  const row = (name: string, bar: string, ms: number) =>
    `${name.padEnd(NAME_COLUMNS)}${bar.padEnd(room)}${formatMs(ms).padStart(FIGURE_COLUMNS)}`;
  const rows = stages.map(({ name, startMs, durationMs }) => {
    const from = Math.min(room - 1, Math.floor((startMs / elapsedMs) * room));
    const length = Math.max(1, Math.min(room - from, Math.round((durationMs / elapsedMs) * room)));
    return row(
      name,
      `${' '.repeat(from)}${(durationMs / elapsedMs) * room < 0.5 ? '▏' : '█'.repeat(length)}`,
      durationMs,
    );
  });
  const used = Math.min(room, Math.max(1, Math.round((elapsedMs / deadlineMs) * room)));
  const verdict = isMet ? style.good('in time') : style.bad('late');
  return [
    ...rows,
    row('deadline', `${'█'.repeat(used)}${'░'.repeat(room - used)}`, deadlineMs),
    `answered after ${formatMs(elapsedMs)} of ${formatMs(deadlineMs)}: ${verdict}`,
  ].join('\n');
}

function formatMs(ms: number): string {
  return `${ms >= 100 ? Math.round(ms) : ms.toFixed(ms >= 10 ? 1 : 2)} ms`;
}
