import { LRUCache } from 'lru-cache';

/** What tends to be asked next. */
export interface FollowUp {
  readonly key: string;
  /** The message that asks it. */
  readonly input: unknown;
  /** Share of the times, 0–1, in which it came next. */
  readonly share: number;
}

interface Step {
  readonly key: string;
  readonly input: unknown;
  count: number;
}

/** Trails and keys remembered, and steps from one key: what comes seldom gives way. */
const MOST = { trails: 2_000, keys: 2_000, steps: 4 } as const;
/** Longer messages are not worth remembering for what might come, characters. */
const LONGEST_INPUT = 2_000;

/**
 * Learns what follows what: of one trail (a conversation, or what one caller begins) the step from each question to the
 * next, added up over the trails of a tenant, because keys hold the tenant.
 *
 * @remarks A first-order Markov chain, O(1) a step, bounded in everything.
 */
export class FollowUps {
  readonly #lastOf = new LRUCache<string, string>({ max: MOST.trails });
  readonly #stepsFrom = new LRUCache<string, Step[]>({ max: MOST.keys });

  /** Notes that `key` was asked on that trail. */
  note(trail: string, key: string, input: unknown): void {
    const before = this.#lastOf.get(trail);
    this.#lastOf.set(trail, key);
    if (before === undefined || before === key || JSON.stringify(input).length > LONGEST_INPUT) return;
    const steps = this.#stepsFrom.get(before) ?? [];
    this.#stepsFrom.set(before, steps);
    const known = steps.find((step) => step.key === key);
    if (known !== undefined) known.count++;
    else if (steps.length < MOST.steps) steps.push({ key, input, count: 1 });
    else {
      const rarest = steps.reduce((a, b) => (b.count < a.count ? b : a));
      steps.splice(steps.indexOf(rarest), 1, { key, input, count: 1 });
    }
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
