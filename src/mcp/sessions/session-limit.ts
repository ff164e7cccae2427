/** Owner of sessions that may be evicted while idle. */
export interface IdleSessions {
  /** Closes the session that has been idle longest. @returns false if none is idle. */
  evictIdle(): boolean;
}

/** Limit of open sessions over all servers. */
export class SessionLimit {
  readonly #owners = new Set<IdleSessions>();
  #open = 0;

  constructor(readonly maxSessions: number) {}

  get open(): number {
    return this.#open;
  }

  /** Registers an owner whose idle sessions may be evicted. @returns a function that removes it. */
  register(owner: IdleSessions): () => void {
    this.#owners.add(owner);
    return () => void this.#owners.delete(owner);
  }

  /** Closes every idle session. @returns how many. */
  closeIdle(): number {
    let closed = 0;
    for (const owner of this.#owners) while (owner.evictIdle()) closed++;
    return closed;
  }

  /** Takes one place, evicting an idle session if none is free. @returns its release, or undefined. */
  acquire(): (() => void) | undefined {
    if (this.#open >= this.maxSessions && ![...this.#owners].some((owner) => owner.evictIdle())) return undefined;
    this.#open++;
    let isHeld = true;
    return () => {
      if (isHeld) this.#open--;
      isHeld = false;
    };
  }
}
