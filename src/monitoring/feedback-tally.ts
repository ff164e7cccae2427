import type { StoredFeedback } from '../conversations/index.js';

import type { Performance } from './performance-report.js';

type FeedbackReport = Performance['feedback'];
type Row = { given: number; useful: number; worked: number };

/** Ids that are counted; frameworks and situations of the library are fewer. */
const MAX_ROWS = 500;

/** Counts feedback by the frameworks and the situation of the answers it is about. */
export class FeedbackTally {
  readonly #all: Row = { given: 0, useful: 0, worked: 0 };
  readonly #frameworks = new Map<string, Row>();
  readonly #situations = new Map<string, Row>();

  /** @param weight -1 for what was replaced by a later word of the same caller. */
  count({ frameworks, outcome, situation, useful }: StoredFeedback, weight: 1 | -1 = 1): void {
    const rows = [
      this.#all,
      ...frameworks.map((id) => rowOf(this.#frameworks, id)),
      situation === null ? undefined : rowOf(this.#situations, situation),
    ];
    for (const row of rows) {
      if (row === undefined) continue;
      row.given += weight;
      if (useful) row.useful += weight;
      if (outcome === 'worked') row.worked += weight;
    }
  }

  report(): FeedbackReport {
    return { ...this.#all, frameworks: listed(this.#frameworks), situations: listed(this.#situations) };
  }
}

function rowOf(rows: Map<string, Row>, id: string): Row | undefined {
  const known = rows.get(id);
  if (known !== undefined || rows.size >= MAX_ROWS) return known;
  const row = { given: 0, useful: 0, worked: 0 };
  rows.set(id, row);
  return row;
}

/** Most often rated first. */
function listed(rows: ReadonlyMap<string, Row>): FeedbackReport['frameworks'] {
  return [...rows]
    .filter(([, { given }]) => given > 0)
    .map(([id, row]) => ({ id, ...row }))
    .sort((a, b) => b.given - a.given);
}
