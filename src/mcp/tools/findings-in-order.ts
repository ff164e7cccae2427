import type { Finding } from '../../core/index.js';

import type { EnhancementResult } from './enhancement.js';

/**
 * The findings of all servers, most relevant first: configured servers hold the asker's own data and precede built-in
 * ones; within each group, every server's first finding precedes any second one.
 */
export function findingsInOrder(results: readonly EnhancementResult[]): Finding[] {
  const ranked = results.flatMap(({ findings, isLocal }) =>
    findings.map((finding, rank) => ({
      finding: isLocal ? finding : { ...finding, isFromOperator: true as const },
      order: [Number(isLocal), rank] as const,
    })),
  );
  return ranked
    .toSorted(({ order: [placeA, rankA] }, { order: [placeB, rankB] }) => placeA - placeB || rankA - rankB)
    .map(({ finding }) => finding);
}
