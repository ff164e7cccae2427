import type { AdviceCase } from '../content/advice-case.js';
import type { Dilemma } from '../content/dilemma.js';

/** A narrow question as a case, so that every form of answer is written from either. */
export function caseOfDilemma(one: Dilemma): AdviceCase {
  const options = one.sides.map((side, at) => ({ id: `side-${at + 1}`, ...side }));
  return {
    id: one.id,
    area: one.area,
    said: one.said,
    meaning: `The advice would be about ${one.said}.`,
    frameworks: [],
    personas: one.personas,
    contrary: [],
    stake: one.stake,
    questions: [one.question],
    options,
    choose: [
      ...(one.choose ?? []).map(({ when, side, verdict, advice }) => ({
        when,
        option: `side-${side}`,
        why: advice,
        verdict,
      })),
      { option: 'side-1', why: one.advice },
    ],
    verdicts: [],
    verdict: one.verdict,
    moves: one.moves,
    changes: one.changes,
    mistakes: [one.mistake],
    plan: [],
    objections: [one.objection],
    refused: one.refused,
    words: one.words,
    second: [],
  };
}
