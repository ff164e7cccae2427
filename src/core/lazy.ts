/** Loads something once, when it is first needed; after a failure the next call tries again. */
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

  /** What has been loaded or is being loaded; undefined before the first call of {@link get}, and after a failure. */
  async ifBegun(): Promise<T | undefined> {
    return this.#loading?.catch(() => undefined);
  }
}
