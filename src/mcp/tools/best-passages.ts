import type { Finding } from '../../core/index.js';
import { termsOf } from '../../text/index.js';

/**
 * The paragraphs of the findings that share most terms with a question, best first, weighted by rarity. Paragraphs that
 * share none are left out.
 *
 * @param limit     Maximum number of paragraphs.
 * @param maxLength Characters of each.
 * @see Spärck Jones, A statistical interpretation of term specificity, 1972
 */
export function bestPassages(
  findings: readonly Finding[],
  question: string,
  limit: number,
  maxLength: number,
): Finding[] {
  const asked = new Set(termsOf(question));
  const paragraphs = findings.flatMap((finding) =>
    finding.text.split(/\n\s*\n/).flatMap((text) => {
      const shared = new Set(termsOf(text).filter((term) => asked.has(term)));
      return shared.size === 0 ? [] : [{ finding, text: text.trim(), shared }];
    }),
  );
  const occurrences = new Map<string, number>();
  for (const { shared } of paragraphs) {
    for (const term of shared) occurrences.set(term, (occurrences.get(term) ?? 0) + 1);
  }
  const scoreOf = (shared: ReadonlySet<string>) => {
    let score = 0;
    for (const term of shared) score += Math.log(1 + paragraphs.length / (occurrences.get(term) ?? 1));
    return score;
  };
  return paragraphs
    .map(({ finding, text, shared }) => ({ finding, text, score: scoreOf(shared) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ finding, text }) => ({ ...finding, text: text.slice(0, maxLength).toWellFormed() }));
}
