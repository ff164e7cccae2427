import { inFull } from '../../language/shorthand.js';
import { languageOf, plain } from '../../../facts/index.js';
import type { SummaryRequest } from '../../request/summary-request.js';
import type { Unit } from '../units.js';
import { decisionLines } from './decision.js';
import { reviewLines } from './review.js';
import { scoreLines, scoresIn } from './scores.js';
import { themes, voicesIn } from './themes.js';
import { varianceLines } from './variance.js';

/** A source whose shape says what its reader needs first; undefined for others, which are told in their own order. */
export function digestOf(text: string, units: readonly Unit[], request: SummaryRequest): string[] | undefined {
  const scores = request.asksForMessage ? scoresIn(text) : [];
  if (scores.length > 0) return scoreLines(text, scores);
  if (languageOf(plain(text)) !== 'en') return undefined;
  const voices = request.asksForThemes ? voicesIn(request.source) : [];
  if (voices.length > 0) return themes(voices);
  const texts = units.map((unit) => inFull(unit.text));
  const speakers = new Set(units.map(({ speaker }) => speaker).filter((one) => one !== ''));
  const variance = varianceLines(texts);
  if (variance !== undefined) return variance;
  if (request.asksForDecision && speakers.size > 1) return decisionLines(texts, speakers);
  return request.isNameless ? reviewLines(texts) : undefined;
}

/** As many lines as are asked for: those that matter least, at the end, share one. */
export function fitted(lines: readonly string[], most: number | undefined): string[] {
  if (most === undefined || lines.length <= most) return [...lines];
  return [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')];
}
