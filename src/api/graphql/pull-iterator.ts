/**
 * An async iterator over a source that signals changes: a value is taken when the consumer asks for the next one, so
 * that a slow consumer gets the newest and nothing is queued for it.
 *
 * Not an async generator, because its `return()` waits for the pending `await` of the generator.
 */
export class PullIterator<T> implements AsyncIterableIterator<T, undefined> {
  readonly #unsubscribe: () => void;
  #woken = Promise.withResolvers<void>();
  #isOver = false;

  /**
   * @param take      The next value, or the end; undefined if there is neither yet.
   * @param subscribe Calls its argument when there may be a value, until the returned function is called.
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
