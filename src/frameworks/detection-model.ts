import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LinearModelData } from '../text/index.js';

/** A logistic curve: probability = 1 / (1 + e^-(slope · x + shift)). */
export interface Curve {
  readonly slope: number;
  readonly shift: number;
}

/** Everything about the detector that is fitted, by `npm run detector:fit`. */
export interface DetectionModelData {
  /** One output a framework, then `none` (judgement asked, but no framework of ours). */
  readonly frameworks: LinearModelData;
  /** One output: whether a leader asks for judgement; its score is a log-odds. */
  readonly strategic: LinearModelData;
  /** From the log-odds of the softmax to the chance that an adviser accepts the framework. */
  readonly acceptance: Curve;
  /** The same when the text names another framework. */
  readonly acceptanceBesideNamed: Curve;
  /** Chance that a mention of each kind is accepted. */
  readonly trust: {
    readonly certain: number;
    readonly confirmed: number;
    readonly bare: number;
    readonly corrected: number;
  };
  readonly thresholds: {
    /** Least chance that judgement is asked. */
    readonly strategic: number;
    /** The same when the text names a framework. */
    readonly strategicWhenNamed: number;
    /** The same before a framework is inferred that nobody named. */
    readonly strategicWhenImplied: number;
    /** Above this chance that no framework of ours answers, none is inferred. */
    readonly none: number;
    /** Least confidence of the best implied framework, and of each further one. */
    readonly first: number;
    readonly further: number;
    readonly besideNamed: number;
    /** Most implied frameworks. */
    readonly most: number;
  };
}

/** The model that comes with the program. */
export function loadDetectionModel(): DetectionModelData {
  const file = join(import.meta.dirname, 'detection-model.json');
  return JSON.parse(readFileSync(file, 'utf8')) as DetectionModelData;
}
