import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import { aimOf } from '../question/aim.js';
import { countOf, saysOneOf, wordsOf } from '../question/phrases.js';
import type { Obstacle, Plan, PlanSigns } from './plan.js';

const FOLDER = import.meta.dirname;
/** A body is 2 KB. */
const CACHED_BODIES = { max: 24, ttl: 3_600_000 } as const;
/** Characters of a text in which the kind of an undertaking and obstacles are looked for. */
const MAX_READ = 2_000;
const WEIGHT_OF_SIGN = 3;

const bodies = new LRUCache<string, Plan>(CACHED_BODIES);
let signs: readonly PlanSigns[] | undefined;
let obstacles: readonly Obstacle[] | undefined;

export interface FoundPlan {
  readonly plan: Plan;
  /** The text names this very undertaking. */
  readonly isNamed: boolean;
}

/**
 * The plan for the kind of undertaking that a text names; the last one, for any, when it names none.
 *
 * What is to be brought about names the kind. A word beside it, such as the on-call whose alerts run over the tool to be
 * replaced, does so only together with others.
 */
export function planOf(text: string): FoundPlan {
  const aim = aimOf(text);
  const found = likeliest(aim, 1);
  return found.isNamed || aim === text ? found : likeliest(text.slice(0, MAX_READ), SIGNS_BESIDE);
}
/** Signs that name a kind of plan from beside the aim. */
const SIGNS_BESIDE = 2;

function likeliest(text: string, least: number): FoundPlan {
  signs ??= read('plans/signs.json') as PlanSigns[];
  const words = wordsOf(text);
  let best = signs.at(-1);
  let most = 0;
  let isNamed = false;
  for (const one of signs.slice(0, -1)) {
    const said = countOf(words, one.signs);
    const named = said < least ? 0 : said;
    const score = named * WEIGHT_OF_SIGN + countOf(words, one.weak);
    if (score <= most || (named === 0 && (isNamed || score < MIN_WEAK))) continue;
    [best, most, isNamed] = [one, score, named > 0];
  }
  if (best === undefined) throw new TypeError('no plan');
  return { plan: bodyOf(best.id), isNamed };
}
/** Fewer general words name nothing. */
const MIN_WEAK = 2;

/** What experience says to the obstacles that a text names, each with the words that name it. */
export function obstaclesIn(text: string): readonly Obstacle[] {
  obstacles ??= read('obstacles.json') as Obstacle[];
  const words = wordsOf(text.slice(0, MAX_READ));
  return obstacles.filter((one) => saysOneOf(words, one.signs));
}

function bodyOf(id: string): Plan {
  const known = bodies.get(id);
  if (known !== undefined) return known;
  const body = read(`plans/${id}.json`) as Plan;
  bodies.set(id, body);
  return body;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}
