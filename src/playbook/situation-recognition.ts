import type { QuestionKind } from './question-kind.js';
import type { Situation } from './content/situation.js';
import { ORGANIZATION_SITUATIONS } from './content/situations-organization.js';
import { PEOPLE_SITUATIONS } from './content/situations-people.js';
import { MARKET_SITUATIONS } from './content/situations-market.js';
import { STRATEGY_SITUATIONS } from './content/situations-strategy.js';
import { TECHNOLOGY_SITUATIONS } from './content/situations-technology.js';

const SITUATIONS: readonly Situation[] = [
  ...ORGANIZATION_SITUATIONS,
  ...STRATEGY_SITUATIONS,
  ...PEOPLE_SITUATIONS,
  ...TECHNOLOGY_SITUATIONS,
  ...MARKET_SITUATIONS,
];
const BY_ID: ReadonlyMap<string, Situation> = new Map(SITUATIONS.map((situation) => [situation.id, situation]));

/** Where the words that decide about the situation come from. */
export interface SituationSignals {
  /** Text in which signs are looked for. */
  readonly text: string;
  /** Parts of that text that count more: the ask and the evidence. */
  readonly telling: readonly string[];
  /** Ids of the detected frameworks, best first. */
  readonly frameworks: readonly string[];
  /** Situation of the lead persona's field, used when nothing else speaks. */
  readonly home: string;
}

/** Weights of the situation the first and the second framework are made for; a sign in the ask counts 3, elsewhere 1. */
const FRAMEWORK_WEIGHTS = [4.5, 2] as const;
const TELLING_WEIGHT = 3;
const MIN_SCORE = 2;
/** Every question is a choice; it is about choosing only where little else speaks. */
const GENERIC = 'choice';
const GENERIC_SHARE = 0.35;

/** Chooses the situation whose signs the question shows most, else the framework's, else the persona's own. */
export function recognizeSituation(signals: SituationSignals): Situation {
  const telling = signals.telling.filter((part) => part !== '').map((part) => part.toLowerCase());
  let best = situationOfField(signals.home);
  let bestScore = MIN_SCORE;
  for (const situation of SITUATIONS) {
    const share = situation.id === GENERIC ? GENERIC_SHARE : 1;
    const score =
      share * (weightOfSigns(signals.text, situation, telling) + weightOfFrameworks(situation, signals.frameworks));
    if (score > bestScore) {
      best = situation;
      bestScore = score;
    }
  }
  return best;
}

/** Situations that are about people whatever the subject. */
const PEOPLE: ReadonlySet<string> = new Set(PEOPLE_SITUATIONS.map(({ id }) => id));

/**
 * The situation that tells what to do: to persuade, to measure and to speak are crafts of their own, whatever the
 * subject is about.
 */
export function approachTo(subject: Situation, kind: QuestionKind): Situation {
  if (kind === 'persuade') return situationOfField('boardroom');
  if (kind === 'measure') return situationOfField('goals');
  if (kind === 'people' && !PEOPLE.has(subject.id)) return situationOfField('conflict');
  return subject;
}

/** The situation a persona's field usually stands for. */
export function situationOfField(home: string): Situation {
  const situation = BY_ID.get(home) ?? SITUATIONS[0];
  if (situation === undefined) throw new RangeError(`no situation for "${home}"`);
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
function weightOfSigns(text: string, { signs, isEvent = false }: Situation, telling: readonly string[]): number {
  const hits = text.match(signs);
  if (hits === null) return 0;
  let weight = 0;
  for (const hit of new Set(hits.map((found) => found.toLowerCase()))) {
    weight += isEvent || telling.some((part) => part.includes(hit)) ? TELLING_WEIGHT : 1;
  }
  return weight;
}
