import { LRUCache } from 'lru-cache';

import { ORIGIN, position, type Position } from './cache-entry.js';

/** What must be forgotten, and since when. */
export interface Invalidation {
  readonly at: Position;
  readonly tag: string;
}

/** Tags remembered; when one more comes, everything as old as the one given up counts as outdated too. */
const REMEMBERED_TAGS = 10_000;
/** A tag of this name stands for everything. */
export const EVERYTHING = '*';

/**
 * Knows which tags were invalidated last when, and tells whoever keeps entries.
 *
 * An entry is outdated when one of its tags was invalidated after the making of the entry began: so what is being made
 * while its tag is invalidated is not kept either.
 */
export class Invalidations {
  readonly #latest = new LRUCache<string, Position>({
    max: REMEMBERED_TAGS,
    dispose: (at, _tag, reason) => {
      if (reason === 'evict' && at > this.#floor) this.#floor = at;
    },
  });
  readonly #listeners = new Set<(invalidation: Invalidation) => void>();
  #floor: Position = ORIGIN;
  #head: Position = ORIGIN;

  /** The latest invalidation known. */
  get head(): Position {
    return this.#head;
  }

  /** Whether what was made from `tags`, knowing invalidations up to `seen`, must not be served any more. */
  isOutdated(tags: readonly string[], seen: Position): boolean {
    // Nothing has been invalidated since: the common case costs one comparison.
    if (seen >= this.#head) return false;
    if (seen < this.#floor) return true;
    return tags.some((tag) => seen < (this.#latest.get(tag) ?? ORIGIN));
  }

  /** Makes everything with that tag outdated from now on, in this process. */
  invalidate(tag: string): Invalidation {
    const [ms = '0', counter = '0'] = this.#head.split('-');
    const invalidation = { at: position(Number(ms), Number(counter) + 1), tag };
    this.record(invalidation);
    return invalidation;
  }

  /** Takes note of an invalidation that has its place already. */
  record(invalidation: Invalidation): void {
    const { at, tag } = invalidation;
    if (at > this.#head) this.#head = at;
    if (tag === EVERYTHING) {
      if (at > this.#floor) this.#floor = at;
    } else if (at > (this.#latest.get(tag) ?? ORIGIN)) {
      this.#latest.set(tag, at);
    }
    for (const listener of this.#listeners) listener(invalidation);
  }

  /** Calls `listener` with every invalidation. */
  onInvalidated(listener: (invalidation: Invalidation) => void): void {
    this.#listeners.add(listener);
  }
}
