import type { Choice } from '../cases/index.js';
import { countOf, wordsOf } from '../question/phrases.js';
import type { Weighed } from './weighed.js';

/** `fix how they work together`: whatever way of it the situation chooses. */
const MENDS =
  /\b(?:fix|improve|mend|repair) (?:the way|how|what|it\b)|\bchange (?:the way|how)\b|\b(?:verbessern|mejorar|am[ée]liorer)\b/i;

/**
 * Which of the asker's alternatives the advice of the situation means: the one that is its option, else the only one that
 * words of this option name, else the one that is to mend in general where the others are other options.
 */
export function nearestTo({ option }: Choice, contenders: readonly Weighed[]): Weighed | undefined {
  if (contenders.some(({ alternative }) => alternative.isTold !== undefined)) return undefined;
  const named = contenders.filter(({ alternative }) => countOf(wordsOf(alternative.text), option.signs) > 0);
  const own = contenders.find((one) => one.option?.id === option.id);
  if (own !== undefined || named.length === 1) return own ?? named[0];
  const others = contenders.filter((one) => one.option === undefined);
  const [last] = others;
  return others.length === 1 && last !== undefined && MENDS.test(last.alternative.text) ? last : undefined;
}
