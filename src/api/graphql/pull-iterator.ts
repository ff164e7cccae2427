/**
 * An async iterator over a source that says when to look: each value is fetched when its consumer asks for the next,
 * so that a slow one finds what is newest, and nothing queues up for it.
 *
 * An async generator would not do: its `return()` waits for whatever the generator waits for.
 */
export class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #unsubscribe: () => void;
  #woken = Promise.withResolvers<void>();
  #isOver = false;

  /**
   * @param take      The next value, or the end; undefined while there is neither.
   * @param subscribe Calls its argument whenever there may be something to take, until what it returns is called.
   */
  constructor(
    private readonly take: () => IteratorResult<T, undefined> | undefined,
    subscribe: (wake: () => void) => () => void,
  ) {
    this.#unsubscribe = subscribe(() => this.#wake());
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    while (!this.#isOver) {
      const taken = this.#taken();
      if (taken !== undefined) return taken;
      await this.#woken.promise;
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #taken(): IteratorResult<T, undefined> | undefined {
    try {
      const taken = this.take();
      if (taken?.done === true) this.#end();
      return taken;
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#unsubscribe();
    this.#wake();
  }

  #wake(): void {
    this.#woken.resolve();
    this.#woken = Promise.withResolvers();
  }
}
