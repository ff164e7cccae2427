import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { LRUCache } from 'lru-cache';

import { countOf, saysOneOf, wordsOf } from '../question/phrases.js';
import type { Obstacle, Plan, PlanSigns } from './plan.js';

const FOLDER = import.meta.dirname;
/** A body is 2 KB. */
const CACHED_BODIES = { max: 24, ttl: 3_600_000 } as const;
/** Characters of a text in which the kind of an undertaking and obstacles are looked for. */
const MAX_READ = 2_000;
/** A longer text tells a story: what is to be planned stands at its beginning or, as a rule, at its end. */
const LENGTH_OF_STORY = 700;
const OPENING_OF_STORY = 150;
const END_OF_STORY = 500;
const WEIGHT_OF_SIGN = 3;

const bodies = new LRUCache<string, Plan>(CACHED_BODIES);
let signs: readonly PlanSigns[] | undefined;
let obstacles: readonly Obstacle[] | undefined;

export interface FoundPlan {
  readonly plan: Plan;
  /** The text names this very undertaking. */
  readonly isNamed: boolean;
}

/** The plan for the kind of undertaking that a text names; the last one, for any, when it names none. */
export function planOf(text: string): FoundPlan {
  if (text.length > LENGTH_OF_STORY) {
    const found = likeliest(`${text.slice(0, OPENING_OF_STORY)} ${text.slice(-END_OF_STORY)}`);
    if (found.isNamed) return found;
  }
  return likeliest(text.slice(0, MAX_READ));
}

function likeliest(text: string): FoundPlan {
  signs ??= read('plans/signs.json') as PlanSigns[];
  const words = wordsOf(text);
  let best = signs.at(-1);
  let most = 0;
  let isNamed = false;
  for (const one of signs.slice(0, -1)) {
    const named = countOf(words, one.signs);
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
