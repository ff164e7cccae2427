import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LinearModelData } from '../text/index.js';

/** The fitted part of routing, written by `npm run detector:fit`. */
export interface RoutingModelData {
  /** One output per persona: score as the lead. */
  readonly lead: LinearModelData;
  /** One output per persona: log-odds that it may lead or support. */
  readonly support: LinearModelData;
  readonly thresholds: {
    /** Minimum probability of a supporting persona. */
    readonly support: number;
    /** Maximum number of supporting personas, up to 3. */
    readonly most: number;
  };
}

/** The model shipped with the program. */
export function loadRoutingModel(): RoutingModelData {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'routing-model.json'), 'utf8')) as RoutingModelData;
}
