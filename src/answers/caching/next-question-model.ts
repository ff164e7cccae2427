import { LRUCache } from 'lru-cache';

import type { Ask } from '../messages/ask.js';

/** A question that tends to be asked next. */
export interface FollowUp {
  readonly key: string;
  readonly ask: Ask;
  /** Share of the times, 0–1, in which it came next. */
  readonly share: number;
}

/** What the model holds: keys, and about how many bytes they and their steps take. */
export interface NextQuestionModelUsage {
  readonly count: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

interface Step {
  readonly key: string;
  readonly ask: Ask;
  readonly bytes: number;
  count: number;
}

/** Bounds: trails, steps from one key, and the bytes of all steps; the rarest are evicted first. */
const MAX = { trails: 1_000, steps: 4, bytes: 262_144 } as const;
/** Longer questions are not learned, characters. */
const MAX_ASK_LENGTH = 2_000;
/** About what a key or a step takes besides its text. */
const OVERHEAD_BYTES = 200;

/**
 * Learns which question follows which: on each trail (a conversation, or the conversations one caller opens) the step
 * from each question to the next, added up over the trails of a tenant, because keys contain the tenant.
 *
 * @remarks A first-order Markov chain, O(1) a step, bounded in everything.
 */
export class NextQuestionModel {
  readonly #lastOf = new LRUCache<string, string>({ max: MAX.trails });
  readonly #stepsFrom = new LRUCache<string, readonly Step[]>({
    maxSize: MAX.bytes,
    sizeCalculation: (steps, key) => steps.reduce((sum, { bytes }) => sum + bytes, bytesOf(key)),
  });

  get usage(): NextQuestionModelUsage {
    return { count: this.#stepsFrom.size, bytes: this.#stepsFrom.calculatedSize, maxBytes: MAX.bytes };
  }

  /** Notes that `key` was asked on that trail. */
  note(trail: string, key: string, ask: Ask): void {
    const before = this.#lastOf.get(trail);
    this.#lastOf.set(trail, key);
    if (before === undefined || before === key) return;
    const steps = this.#stepsFrom.get(before) ?? [];
    const known = steps.find((step) => step.key === key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { length } = JSON.stringify(ask);
    if (length > MAX_ASK_LENGTH) return;
    const rarest = steps.length < MAX.steps ? undefined : steps.reduce((a, b) => (b.count < a.count ? b : a));
    const step = { key, ask, bytes: bytesOf(key) + length, count: 1 };
    this.#stepsFrom.set(before, [...steps.filter((other) => other !== rarest), step]);
  }

  /** What follows `key` in at least `minShare` of the times, after it has done so `minCount` times. */
  after(key: string, minCount: number, minShare: number): FollowUp[] {
    const steps = this.#stepsFrom.get(key) ?? [];
    const total = steps.reduce((sum, { count }) => sum + count, 0);
    return steps
      .filter(({ count }) => count >= minCount && count / total >= minShare)
      .map(({ key: next, ask, count }) => ({ key: next, ask, share: count / total }));
  }
}

function bytesOf(key: string): number {
  return key.length + OVERHEAD_BYTES;
}
