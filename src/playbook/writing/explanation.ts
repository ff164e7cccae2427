import type { Framework } from '../../frameworks/index.js';
import type { AdviceCase } from '../cases/index.js';
import type { Concept } from '../content/concept.js';
import { creditOf, shortName } from './framework-names.js';
import { type AnswerParts, bulletList, closed, lowerFirst, partsOf } from './parts.js';

/** What a notion is, its parts, an example, when it helps and when it is only vocabulary. */
export function explainConcept(concept: Concept, near: AdviceCase | undefined, isShort: boolean): AnswerParts {
  const { name, means, parts, example, helps, empty, start } = concept;
  return partsOf([
    `**${name}.** ${means}`,
    parts.length === 0 ? '' : bulletList(parts.map((part) => `**${part.name}:** ${lowerFirst(closed(part.means))}`)),
    isShort ? '' : `**In practice.** ${example}`,
    `**When it helps.** ${closed(helps)} ${isShort ? '' : `**When it is only a word.** ${closed(empty)}`}`.trim(),
    near === undefined ? `**Start here.** ${start}` : inCase(near),
  ]);
}

/** A framework of the library, in its own steps. */
export function explainFramework(framework: Framework, near: AdviceCase | undefined, isShort: boolean): AnswerParts {
  const { summary, steps, fitsWhen, doesNotFitWhen, pitfalls } = framework;
  const shown = isShort ? steps.slice(0, 4) : steps;
  return partsOf(
    [
      `**${shortName(framework)}** (${creditOf(framework)}). ${summary}`,
      bulletList(shown.map(({ name, how }) => `**${name}:** ${lowerFirst(closed(how))}`)),
      near === undefined ? undefined : inCase(near),
      `**When it helps.** ${fitsWhen.slice(0, isShort ? 1 : 2).join(' ')}`,
      `**When it is only vocabulary.** ${[...doesNotFitWhen.slice(0, 1), ...pitfalls.slice(0, 1)].join(' ')}`,
    ],
    { uses: [framework.id] },
  );
}

function inCase({ said, moves }: AdviceCase): string {
  const [first] = moves;
  return first === undefined
    ? ''
    : `**For you.** If ${said}: ${lowerFirst(closed(first.what))} It has worked when ${lowerFirst(closed(first.measure))}`;
}
