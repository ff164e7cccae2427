import type { AdviceCase } from '../cases/index.js';
import type { Derived } from '../facts/index.js';
import { yesOrNo } from './case-writer.js';
import { type AnswerParts, bulletList, capitalized, closed, partsOf } from './parts.js';

/**
 * Two readings of a question that allows both, what each would mean, and the questions that tell them apart. No advice on
 * a guess.
 */
export function askBack(readings: readonly AdviceCase[], derived: readonly Derived[]): AnswerParts {
  const [number] = derived;
  const said = number === undefined ? '' : closed(`${yesOrNo(number)} ${number.sentence}`.trim());
  if (readings.length === 0) {
    return partsOf([said, 'I cannot place it.', '**Tell me.** Who is it about? By when? What was tried? Who decides?']);
  }
  const shown = readings.slice(0, 2);
  const questions = shown.flatMap(({ questions: [question] }) => (question === undefined ? [] : [question]));
  const [likely] = shown;
  const move = likely?.moves[0];
  return partsOf(
    [
      said,
      shown.length === 1 ? 'I may misread this.' : 'Two readings fit.',
      bulletList(shown.map(({ said, meaning }) => `**${capitalized(closed(said))}** ${closed(meaning)}`)),
      `**Tell me.** ${questions.map(closed).join(' ')}`,
      move === undefined ? undefined : `**Safe to begin with.** ${closed(move.what)}`,
    ],
    { actions: move === undefined ? [] : [move] },
  );
}
