import type { CaseWriter } from './case-writer.js';
import { type AnswerParts, capitalized, closed, lowerFirst, partsOf, plainSentences } from './parts.js';

/** Points of a list that says not how many. */
const USUAL = 5;
/** Of a point that is said aloud. */
const MAX_WORDS = 32;

/**
 * An answer as points to be said aloud: what was answered last, then as much of the advice as there are points left: what to
 * do, what is at stake, the steps, the price, and what would change it.
 *
 * @param own The answer that is to become points; undefined where it was the whole advice.
 */
export function talkingPoints(own: AnswerParts | undefined, writer: CaseWriter, count = USUAL): AnswerParts {
  const { choice, found } = writer;
  const [first, second, third] = found.moves.map(
    ({ when, what }) => `${capitalized(when)}: ${lowerFirst(closed(what))}`,
  );
  const all = [
    ...(own === undefined ? [] : plainSentences(own)),
    choice.why,
    found.stake,
    first,
    second,
    `The price of it: ${lowerFirst(closed(choice.option.against))}`,
    third,
    found.changes,
  ];
  const points: string[] = [];
  for (const text of all) {
    if (text === undefined || text.includes('?') || text.startsWith('That leaves the way')) continue;
    const point = brief(text);
    if (!points.includes(point)) points.push(point);
  }
  return partsOf([
    points
      .slice(0, count)
      .map((point) => `- ${point}`)
      .join('\n'),
  ]);
}

/** Its first sentence, up to a semicolon where it is long. */
function brief(text: string): string {
  const [sentence = text] = text.split(/(?<=[.!?…]["”)]?)\s+(?=[A-Z“])/);
  if (sentence.split(/\s+/).length <= MAX_WORDS) return closed(sentence);
  const [clause = sentence] = sentence.split(/;\s/);
  return closed(clause);
}
