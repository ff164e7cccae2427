import type { AdviceCase } from '../cases/index.js';
import { capitalized, closed, lowerFirst } from './parts.js';
import { mostLike, subjectOf } from './similarity.js';

export interface Passage {
  readonly text: string;
  readonly about: string;
}

/** What of a case may answer a question that no rule foresees. */
export const passagesOf = (found: AdviceCase): readonly Passage[] => [
  ...found.objections.map(({ who, says, reply }) => ({
    text: `${capitalized(who)} may say: “${says}” ${reply}`,
    about: `${who} ${says} ${reply}`,
  })),
  ...found.options.map((option) => ({
    text: `${capitalized(option.name)}: ${lowerFirst(closed(option.for))} ${closed(option.against)}`,
    about: `${option.name} ${option.signs.join(' ')} ${option.for} ${option.against}`,
  })),
  { text: found.refused, about: found.refused },
  { text: found.changes, about: found.changes },
  ...found.mistakes.map((text) => ({ text: `The usual mistake here: ${lowerFirst(text)}`, about: text })),
  ...found.plan.map(({ name, do: what }) => ({ text: what, about: `${name} ${what}` })),
  ...found.moves.map(({ what, measure }) => ({
    text: `${closed(what)} It has worked when ${lowerFirst(closed(measure))}`,
    about: what,
  })),
];

export const MIN_LIKENESS = 0.18;
/** Of a second passage beside one that fits. */
export const MIN_SECOND = 0.12;

/** The passage of the case that is most like a message; empty where none is, or it is the one said already. */
export function nearest(found: AdviceCase, message: string, said: string): string {
  const like = mostLike(
    subjectOf(message),
    passagesOf(found).filter(({ text }) => text !== said),
    ({ about }) => [about],
    MIN_LIKENESS,
  );
  return like === undefined ? '' : closed(like.text);
}
