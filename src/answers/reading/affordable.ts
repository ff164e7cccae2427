import type { Degradation } from '../../core/index.js';
import type { BrownoutStep } from '../../optimizer/index.js';
import { findPersona } from '../../personas/index.js';

import type { Analysis } from './question-reader.js';

/** An analysis of which an answer is composed, and what the reader misses in it. */
export interface AffordableAnalysis {
  readonly analysis: Analysis;
  readonly losses: readonly Degradation[];
}

/** Leaves out of an answer what it goes without under overload; personas that were asked for stay. */
export function withoutParts(analysis: Analysis, leavesOut: (step: BrownoutStep) => boolean): AffordableAnalysis {
  const { enhancements, question, route } = analysis;
  const losses: Degradation[] = [];
  let cheaper = analysis;
  if (enhancements.length > 0 && leavesOut('enhancements')) {
    cheaper = { ...cheaper, enhancements: [] };
    for (const { server } of enhancements) losses.push(loss(`mcp:${server}`, 'it was not asked'));
  }
  const { personas: asked = [] } = question.ask;
  const dispensable = route.support.filter(({ id }) => !asked.includes(id));
  if (dispensable.length > 0 && leavesOut('support')) {
    cheaper = { ...cheaper, route: { ...route, support: route.support.filter((one) => !dispensable.includes(one)) } };
    for (const { id } of dispensable) {
      losses.push(loss(`persona:${id}`, `the view of ${findPersona(id)?.name ?? id} is left out`));
    }
  }
  return { analysis: cheaper, losses };
}

function loss(component: string, effect: string): Degradation {
  return { component, cause: 'overload', effect };
}
