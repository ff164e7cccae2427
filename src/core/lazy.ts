/** Loads something once, when it is first needed; after a failure whoever needs it next tries again. */
export class Lazy<T> {
  #loading: Promise<T> | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  get(): Promise<T> {
    this.#loading ??= this.load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** What has been loaded, or is being; undefined if nobody needed it yet, or that failed. */
  async ifBegun(): Promise<T | undefined> {
    return this.#loading?.catch(() => undefined);
  }
}
