import type { FrameworkSummary } from '../../api/contract.js';

/** "Skelton & Pais, 2019". */
export function sourceOf({ authors, work, year }: FrameworkSummary['origin']): string {
  if (authors.length === 0) return 'common practice';
  const names = authors.length > 2 ? `${authors[0]} et al.` : authors.join(' & ');
  return [names, work, year].filter((one) => one !== undefined).join(', ');
}
