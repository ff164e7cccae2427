import { SITUATIONS, type QuestionKind, type Situation } from './content/content.js';

/** The evidence for a situation. */
export interface SituationSignals {
  /** Text that is searched for signs. */
  readonly text: string;
  /** Parts of that text with more weight: the ask and the evidence. */
  readonly emphasized: readonly string[];
  /** Ids of the detected frameworks, best first. */
  readonly frameworks: readonly string[];
  /** Situation of the lead persona's field, the default. */
  readonly home: string;
}

/** Weights of the situations of the first and the second framework; a sign in the ask counts 3, elsewhere 1. */
const FRAMEWORK_WEIGHTS = [4.5, 2] as const;
const EMPHASIZED_WEIGHT = 3;
const MIN_SCORE = 2;
/** Every question is a choice: this situation has a reduced weight. */
const GENERIC = 'choice';
const GENERIC_SHARE = 0.35;

/** The situation with most signs in the question, else that of the framework, else that of the persona's field. */
export function recognizeSituation(signals: SituationSignals): Situation {
  const emphasized = signals.emphasized.filter((part) => part !== '').map((part) => part.toLowerCase());
  let best = situationOf(signals.home);
  let bestScore = MIN_SCORE;
  for (const situation of SITUATIONS.values()) {
    const share = situation.id === GENERIC ? GENERIC_SHARE : 1;
    const score =
      share * (weightOfSigns(signals.text, situation, emphasized) + weightOfFrameworks(situation, signals.frameworks));
    if (score > bestScore) {
      best = situation;
      bestScore = score;
    }
  }
  return best;
}

/** The situation whose advice applies: persuading, measuring and difficult conversations have their own, for any subject. */
export function approachTo(subject: Situation, kind: QuestionKind): Situation {
  if (kind === 'persuade') return situationOf('boardroom');
  if (kind === 'measure') return situationOf('goals');
  if (kind === 'people' && subject.area !== 'people') return situationOf('conflict');
  return subject;
}

/** The situation with this id. */
export function situationOf(id: string): Situation {
  const situation = SITUATIONS.get(id);
  if (situation === undefined) throw new RangeError(`no situation "${id}"`);
  return situation;
}

function weightOfFrameworks(situation: Situation, frameworks: readonly string[]): number {
  let weight = 0;
  for (const [rank, share] of FRAMEWORK_WEIGHTS.entries()) {
    const id = frameworks[rank];
    if (id !== undefined && situation.frameworks.includes(id)) weight += share;
  }
  return weight;
}

/** Each distinct sign counts once. */
function weightOfSigns(text: string, { signs, isEvent = false }: Situation, emphasized: readonly string[]): number {
  const hits = text.match(signs);
  if (hits === null) return 0;
  let weight = 0;
  for (const hit of new Set(hits.map((found) => found.toLowerCase()))) {
    weight += isEvent || emphasized.some((part) => part.includes(hit)) ? EMPHASIZED_WEIGHT : 1;
  }
  return weight;
}
