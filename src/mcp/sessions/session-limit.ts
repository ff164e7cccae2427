/** Who can give up a session that nobody uses. */
export interface IdleSessions {
  /** Closes the session that has been idle longest. @returns false if none is idle. */
  evictIdle(): boolean;
}

/** How many sessions may be open at once, over all servers. */
export class SessionLimit {
  readonly #holders = new Set<IdleSessions>();
  #open = 0;

  constructor(readonly maxSessions: number) {}

  get open(): number {
    return this.#open;
  }

  /** Lets `holder` be asked for idle sessions when room is needed. @returns a function that ends that. */
  register(holder: IdleSessions): () => void {
    this.#holders.add(holder);
    return () => void this.#holders.delete(holder);
  }

  /** Closes every session that nobody uses now. @returns how many. */
  closeIdle(): number {
    let closed = 0;
    for (const holder of this.#holders) while (holder.evictIdle()) closed++;
    return closed;
  }

  /** Room for one more session, made by closing an idle one if need be. @returns undefined if there is none. */
  take(): (() => void) | undefined {
    if (this.#open >= this.maxSessions && ![...this.#holders].some((holder) => holder.evictIdle())) return undefined;
    this.#open++;
    let isHeld = true;
    return () => {
      if (isHeld) this.#open--;
      isHeld = false;
    };
  }
}
