import type { Clock } from '../core/index.js';

/** How long a window is, and in how many steps it moves. */
export interface WindowOptions {
  readonly windowMs: number;
  /** @default 5 */
  readonly slices?: number;
}

/**
 * A window over the latest time, as a ring of slices: the oldest slice is forgotten whole, so that memory stays the same
 * however much happens.
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

  /** The slice of this moment. */
  get present(): Slice {
    const index = this.#index;
    const latest = this.#ring.at(-1);
    if (latest?.index === index) return latest.slice;
    const slice = this.create();
    this.#ring.push({ index, slice });
    if (this.#ring.length > this.#count) this.#ring.shift();
    return slice;
  }

  /** The slices within the window, the oldest first; `latest` takes only so many of the newest. */
  within(latest = this.#count): Slice[] {
    const oldest = this.#index - latest;
    return this.#ring.filter(({ index }) => index > oldest).map(({ slice }) => slice);
  }

  get #index(): number {
    return Math.floor(this.clock.now() / this.#sliceMs);
  }
}
