import type { Finding } from '../../core/index.js';

import type { EnhancementResult } from './enhancement.js';

/**
 * What all servers contributed, what matters most first: servers that the operator plugged in know the asker's own
 * situation and go before the built-in ones; among them each server's first finding goes before any second one.
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
