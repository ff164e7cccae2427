import type { Clock } from '../core/index.js';

/** Length of a window, and number of its slices. */
export interface WindowOptions {
  readonly windowMs: number;
  /** @default 5 */
  readonly slices?: number;
}

/**
 * Sliding time window as a ring of slices. The oldest slice is dropped whole, so that memory is bounded by the number of
 * slices, whatever the rate.
 */
export class TimeBuckets<Slice> {
  readonly #ring: { readonly index: number; readonly slice: Slice }[] = [];
  readonly #count: number;
  readonly #sliceMs: number;

  constructor(
    { windowMs, slices = 5 }: WindowOptions,
    private readonly clock: Clock,
    private readonly create: () => Slice,
  ) {
    this.#count = slices;
    this.#sliceMs = windowMs / slices;
  }

  /** The slice of the present moment. */
  get present(): Slice {
    const index = this.#index;
    const latest = this.#ring.at(-1);
    if (latest?.index === index) return latest.slice;
    const slice = this.create();
    this.#ring.push({ index, slice });
    if (this.#ring.length > this.#count) this.#ring.shift();
    return slice;
  }

  /** The slices within the window, oldest first; `latest` restricts it to the newest. */
  within(latest = this.#count): Slice[] {
    const oldest = this.#index - latest;
    return this.#ring.filter(({ index }) => index > oldest).map(({ slice }) => slice);
  }

  clear(): void {
    this.#ring.length = 0;
  }

  get #index(): number {
    return Math.floor(this.clock.now() / this.#sliceMs);
  }
}
