import { LRUCache } from 'lru-cache';

/** What tends to be asked next. */
export interface FollowUp {
  readonly key: string;
  /** The message that asks it. */
  readonly input: unknown;
  /** Share of the times, 0–1, in which it came next. */
  readonly share: number;
}

/** What is remembered: keys, and what they and their steps take, bytes about. */
export interface NextQuestionModelUsage {
  readonly count: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

interface Step {
  readonly key: string;
  readonly input: unknown;
  readonly bytes: number;
  count: number;
}

/** Trails remembered, steps from one key, and what all of the steps may take: what comes seldom gives way. */
const MAX = { trails: 1_000, steps: 4, bytes: 262_144 } as const;
/** Longer messages are not worth remembering for what might come, characters. */
const MAX_INPUT_LENGTH = 2_000;
/** What a key takes besides its text, and a step, about. */
const OVERHEAD_BYTES = 200;

/**
 * Learns what follows what: of one trail (a conversation, or what one caller begins) the step from each question to the
 * next, added up over the trails of a tenant, because keys hold the tenant.
 *
 * @remarks A first-order Markov chain, O(1) a step, bounded in everything.
 */
export class NextQuestionModel {
  readonly #lastOf = new LRUCache<string, string>({ max: MAX.trails });
  readonly #stepsFrom = new LRUCache<string, readonly Step[]>({
    maxSize: MAX.bytes,
    sizeCalculation: (steps, key) => steps.reduce((sum, { bytes }) => sum + bytes, bytesOf(key)),
  });

  get held(): NextQuestionModelUsage {
    return { count: this.#stepsFrom.size, bytes: this.#stepsFrom.calculatedSize, maxBytes: MAX.bytes };
  }

  /** Notes that `key` was asked on that trail. */
  note(trail: string, key: string, input: unknown): void {
    const before = this.#lastOf.get(trail);
    this.#lastOf.set(trail, key);
    if (before === undefined || before === key) return;
    const steps = this.#stepsFrom.get(before) ?? [];
    const known = steps.find((step) => step.key === key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    const { length } = JSON.stringify(input);
    if (length > MAX_INPUT_LENGTH) return;
    const rarest = steps.length < MAX.steps ? undefined : steps.reduce((a, b) => (b.count < a.count ? b : a));
    const step = { key, input, bytes: bytesOf(key) + length, count: 1 };
    this.#stepsFrom.set(before, [...steps.filter((other) => other !== rarest), step]);
  }

  /** What follows `key` in at least `leastShare` of the times, after it has done so `leastCount` times. */
  after(key: string, leastCount: number, leastShare: number): FollowUp[] {
    const steps = this.#stepsFrom.get(key) ?? [];
    const total = steps.reduce((sum, { count }) => sum + count, 0);
    return steps
      .filter(({ count }) => count >= leastCount && count / total >= leastShare)
      .map(({ key: next, input, count }) => ({ key: next, input, share: count / total }));
  }
}

function bytesOf(key: string): number {
  return key.length + OVERHEAD_BYTES;
}
