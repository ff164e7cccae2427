import type { RequestClass } from '../core/index.js';
import { Ewma } from '../resilience/index.js';

/** Weight of the newest answer in the moving average. */
const EWMA_WEIGHT = 0.1;

/** Predicts the work time of an answer from a moving average per class. */
export class LatencyPredictor {
  readonly #meansMs = new Map<RequestClass, Ewma>();

  observe(requestClass: RequestClass, elapsedMs: number): void {
    let mean = this.#meansMs.get(requestClass);
    if (mean === undefined) this.#meansMs.set(requestClass, (mean = new Ewma(EWMA_WEIGHT)));
    mean.observe(elapsedMs);
  }

  /** Milliseconds, or null before the first answer of the class. */
  predictMs(requestClass: RequestClass): number | null {
    return this.#meansMs.get(requestClass)?.value ?? null;
  }
}
