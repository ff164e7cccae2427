import type { RequestClass } from '../core/index.js';

/** Weight of the newest answer in the moving average. */
const EWMA_WEIGHT = 0.1;

/** Predicts the work time of an answer from a moving average per class. */
export class LatencyPredictor {
  readonly #meansMs = new Map<RequestClass, number>();

  observe(requestClass: RequestClass, elapsedMs: number): void {
    const mean = this.#meansMs.get(requestClass);
    this.#meansMs.set(requestClass, mean === undefined ? elapsedMs : mean + EWMA_WEIGHT * (elapsedMs - mean));
  }

  /** Milliseconds, or null before the first answer of the class. */
  predictMs(requestClass: RequestClass): number | null {
    return this.#meansMs.get(requestClass) ?? null;
  }
}
