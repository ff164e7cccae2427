import type { Derived } from '../facts/index.js';
import { type CaseWriter, withVerdict } from './case-writer.js';
import { plainText } from '../question/quotable-text.js';
import { type AnswerParts, bulletList, capitalized, closed, partsOf } from './parts.js';

/**
 * Two readings of a question that allows both, what to do in each, and the questions that tell them apart. No advice on a
 * guess.
 *
 * @param isClosed Whether a yes or a no is wanted.
 * @param isShort Whether a shorter answer was wished for: the readings alone.
 */
export function askBack(
  readings: readonly CaseWriter[],
  derived: readonly Derived[],
  question: string,
  isClosed: boolean,
  isShort = false,
): AnswerParts {
  const [number] = derived;
  const said = number === undefined ? '' : closed(withVerdict(number));
  const [likely] = readings;
  if (likely === undefined) {
    return partsOf([said, 'I cannot place it.', '**Tell me.** Who is it about? By when? What was tried? Who decides?']);
  }
  if (isShort) return partsOf([said, `Either ${readings.map(({ found }) => found.said).join(', or ')}: which is it?`]);
  const questions = readings.flatMap(({ found }) => found.questions.slice(0, 1));
  const [move] = likely.found.moves;
  return partsOf(
    [
      said,
      readings.length === 1
        ? 'I may misread this.'
        : isClosed
          ? 'It depends which.'
          : `${readings.length === 2 ? 'Two' : 'Three'} readings fit${fewWords(question)}.`,
      bulletList(
        readings.map((writer) => {
          const advice = isClosed ? writer.answerTo(question) : writer.choice.why;
          return `**${capitalized(writer.found.said)}?** ${closed(advice)}`;
        }),
      ),
      `**Tell me.** ${questions.map(closed).join(' ')}`,
      move === undefined ? undefined : `**Safe to begin with.** ${closed(move.what)}`,
    ],
    { actions: move === undefined ? [] : [move] },
  );
}

/** A few words are said back, so that it is plain what was read in them. */
function fewWords(question: string): string {
  const words = plainText(question, MAX_SAID_BACK + 1).replace(/[.?!]+$/, '');
  return words === '' || words.length > MAX_SAID_BACK ? '' : ` “${words}”`;
}
const MAX_SAID_BACK = 60;
