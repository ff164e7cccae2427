import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LinearModelData } from '../text/index.js';

/** Everything about routing that is fitted, by `npm run detector:fit`. */
export interface RoutingModelData {
  /** One output a persona: how likely a competent adviser would let it lead. */
  readonly lead: LinearModelData;
  /** One output a persona: log-odds that it may lead or support. */
  readonly support: LinearModelData;
  readonly thresholds: {
    /** Least chance of a supporting persona. */
    readonly support: number;
    /** Most supporting personas, at most 3. */
    readonly most: number;
  };
}

/** The model that comes with the program. */
export function loadRoutingModel(): RoutingModelData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'routing-model.json'), 'utf8')) as RoutingModelData;
}
