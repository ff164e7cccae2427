import type { Act } from '../reading/conversation/follow-up-signs.js';
import type { FollowUp } from '../reading/conversation/follow-up.js';
import { type AnswerParts, bulletList, partsOf } from './parts.js';
import { mostLike, subjectOf } from './similarity.js';

/** `Weeks 1–2 (to 13 December): List.` */
const PHASE = /^\*\*(?:(?:Today|Days?|Weeks?|Months?|Phase)\b[^*]*):[^*]*\*\*/;
/** Sections of a plan or an explanation that answer a kind of reply, by their label; the first that there is. */
const LABELS: Readonly<Partial<Record<Act, readonly RegExp[]>>> = {
  first: [/^\*\*(?:First step|For )/, PHASE],
  price: [/^\*\*(?:When it is empty|How it usually fails|Challenge)/],
  risk: [/^\*\*(?:How it usually fails|When it is empty|Challenge)/],
  avoid: [/^\*\*(?:How it usually fails|When it is empty|Challenge)/],
  objection: [/^\*\*(?:Those against it|How it usually fails|When it is empty)/],
  verdict: [/^\*\*(?:When it helps|Which one when)/],
  flip: [/^\*\*(?:What would change this|When it is empty)/],
  why: [/^\*\*When it helps/],
};
/** With the asker's own thing in the first step, where the reply names one. */
const EXAMPLE = /^\*\*(?:In practice|With your numbers|To tell |First step|For )/;
const MIN_LIKENESS = 0.12;
const TIMES =
  /\b(?:days?|weeks?|months?|hours?|minutes?|quarters?|tage?n?|wochen?|monate?n?|semanas?|mes(?:es)?|semaines?|mois)\b/i;
const PEOPLE =
  /\b(?:you|lead|manager|owner|person|facilitator|senior|engineer|team|one of|someone|boss|editor|moderator)\b/i;

/**
 * The part of the answer before that answers a reply: a phase of a plan, the example of an explanation, how it fails;
 * undefined where nothing in it does.
 *
 * @param whole The answer that the reply is about: a plan or an explanation.
 */
export function saidBefore(whole: AnswerParts, { asked, kind }: FollowUp): AnswerParts | undefined {
  const sections = whole.sections.flatMap((section) => section.split('\n\n'));
  if (kind === 'example') return partsOf(sections.filter((section) => EXAMPLE.test(section)));
  for (const label of LABELS[kind] ?? []) {
    const found = sections.find((section) => label.test(section));
    if (found !== undefined) return partsOf([found]);
  }
  if (kind === 'timing') {
    const phases = sections.filter((section) => PHASE.test(section));
    if (phases.length > 0) return partsOf([bulletList(phases.map((one) => PHASE.exec(one)?.[0] ?? one))]);
    return passage(sections, asked, TIMES);
  }
  if (kind === 'who') return passage(sections, asked, PEOPLE);
  return kind === 'further' || kind === 'about' ? passage(sections, asked) : undefined;
}

/** The section or point most like the message, of those that speak of what it asks for. */
function passage(sections: readonly string[], asked: string, speaksOf?: RegExp): AnswerParts | undefined {
  const points = sections
    .flatMap((section) => section.split('\n'))
    .filter((point) => speaksOf === undefined || speaksOf.test(point));
  const like = mostLike(subjectOf(asked), points, (one) => [one], MIN_LIKENESS);
  // Of several that say who or how long, the first.
  const found = like ?? (speaksOf === undefined ? undefined : points[0]);
  return found === undefined ? undefined : partsOf([found.replace(/^(?:- |\d+\. )/, '')]);
}
