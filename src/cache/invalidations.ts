import { LRUCache } from 'lru-cache';

/** A position in the order of all invalidations, comparable as text: milliseconds and a counter, zero-padded. */
export type Position = string;

/** Before every invalidation. */
export const ORIGIN: Position = position(0, 0);

/** Tags tracked; evicting one makes every entry outdated that is not newer than its invalidation. */
const MAX_TAGS = 10_000;
/** The tag of every entry. */
export const EVERYTHING = '*';

/** @param ms Milliseconds since the Unix epoch. */
export function position(ms: number, counter: number): Position {
  return `${String(ms).padStart(15, '0')}-${String(counter).padStart(9, '0')}`;
}

/**
 * The latest invalidation of each tag.
 *
 * An entry is outdated when one of its tags was invalidated after its computation began, so that a value computed while
 * its tag is invalidated is not cached either.
 */
export class Invalidations {
  readonly #latest = new LRUCache<string, Position>({
    max: MAX_TAGS,
    dispose: (at, _tag, reason) => {
      if (reason === 'evict' && at > this.#floor) this.#floor = at;
    },
  });
  #floor: Position = ORIGIN;
  #head: Position = ORIGIN;

  /** @param onInvalidated Called after every invalidation. */
  constructor(private readonly onInvalidated: () => void = () => undefined) {}

  /** The latest invalidation known. */
  get head(): Position {
    return this.#head;
  }

  /** Whether a value computed from `tags`, knowing the invalidations up to `seen`, must not be served. */
  isOutdated(tags: readonly string[], seen: Position): boolean {
    // No invalidation since: the common case costs one comparison.
    if (seen >= this.#head) return false;
    if (seen < this.#floor) return true;
    return tags.some((tag) => seen < (this.#latest.get(tag) ?? ORIGIN));
  }

  /** Makes every entry with that tag outdated, in this process. */
  invalidate(tag: string): void {
    const [ms = '0', counter = '0'] = this.#head.split('-');
    this.record(position(Number(ms), Number(counter) + 1), tag);
  }

  /** Records an invalidation that has a position. */
  record(at: Position, tag: string): void {
    if (at > this.#head) this.#head = at;
    if (tag === EVERYTHING) {
      if (at > this.#floor) this.#floor = at;
    } else if (at > (this.#latest.get(tag) ?? ORIGIN)) {
      this.#latest.set(tag, at);
    }
    this.onInvalidated();
  }
}
