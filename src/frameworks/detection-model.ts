import { join } from 'node:path';

import { type LinearModelData, readModel } from '../text/index.js';

/** A logistic curve: probability = 1 / (1 + e^-(slope · x + shift)). */
export interface Curve {
  readonly slope: number;
  readonly shift: number;
}

/**
 * What the probability that an adviser accepts a framework depends on, together: factors on the log-odds of the framework,
 * of {@link DetectionModelData.frameworks} without one, and of a text that asks for judgment.
 */
export interface Acceptance {
  readonly shift: number;
  readonly framework: number;
  readonly none: number;
  readonly strategic: number;
}

/** The fitted parameters of the detector, from `npm run detector:fit`. */
export interface DetectionModelData {
  /** One output per framework, then `none` (judgment asked, no framework of the library). */
  readonly frameworks: LinearModelData;
  /** One output: the log-odds that a leader asks for judgment. */
  readonly strategic: LinearModelData;
  /** One output: the log-odds that a name means the framework. */
  readonly sense: LinearModelData;
  readonly acceptance: Acceptance;
  /** The same when the text names another framework. */
  readonly acceptanceBesideNamed: Acceptance;
  /** Probability that a mention of each kind is accepted. */
  readonly trust: {
    readonly certain: number;
    readonly confirmed: number;
    readonly bare: number;
    readonly corrected: number;
  };
  readonly thresholds: {
    /** Minimum probability that a name is meant. */
    readonly meant: number;
    /** Minimum probability that judgment is asked. */
    readonly strategic: number;
    /** The same when the text names a framework. */
    readonly strategicWhenNamed: number;
    /** Minimum confidence of the first implied framework, of further ones, and of those beside a named one. */
    readonly first: number;
    readonly further: number;
    readonly besideNamed: number;
    /** Maximum number of implied frameworks. */
    readonly most: number;
  };
}

/** The shipped model. */
export function loadDetectionModel(): DetectionModelData {
  return readModel(join(import.meta.dirname, 'detection-model.json.gz')) as DetectionModelData;
}
