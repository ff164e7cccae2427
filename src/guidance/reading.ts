import type { History } from '../conversations/index.js';
import type { Detection, FrameworkLibrary } from '../frameworks/index.js';
import { findingsInOrder, type EnhancementResult, type PlannedEnhancement, type ToolRequest } from '../mcp/index.js';
import type { PlanShape } from '../optimizer/index.js';
import { findPersona, type BriefRequest, type Persona, type Route } from '../personas/index.js';

import type { Ask } from './ask.js';

/** A question, as it came. */
export interface Asked {
  readonly ask: Ask;
  readonly history: History;
  /** Whose question it is. */
  readonly tenant: string;
  /** Nothing that was kept will do. */
  readonly wantsFresh: boolean;
}

/** What is known about a question once it has been read. */
export interface Reading extends Asked {
  /** Library and detector are of one edition, whatever is reloaded meanwhile. */
  readonly library: FrameworkLibrary;
  readonly detection: Detection;
  readonly route: Route;
}

/** A reading with somebody to answer it. */
export interface LedReading extends Reading {
  readonly lead: Persona;
  readonly support: readonly Persona[];
}

/** The reading with its personas; undefined when nobody is to answer. */
export function ledBy(reading: Reading): LedReading | undefined {
  const { lead, support } = reading.route;
  const leader = lead === null ? undefined : findPersona(lead.id);
  if (leader === undefined) return undefined;
  const supporters = support.map(({ id }) => findPersona(id)).filter((persona) => persona !== undefined);
  return { ...reading, lead: leader, support: supporters };
}

/** What MCP servers get to know; the tenant only keeps sessions and results apart. */
export function toolRequest({ ask, detection, history, lead, tenant, wantsFresh }: LedReading): ToolRequest {
  return {
    question: ask.question,
    role: ask.role ?? '',
    frameworks: detection.frameworks.map(({ id }) => id),
    persona: lead.id,
    earlier: {
      questions: history.turns.map(({ question }) => question),
      frameworks: [...new Set(history.turns.flatMap(({ frameworks }) => frameworks))],
    },
    tenant,
    isFresh: wantsFresh,
  };
}

/** What the playbook writes from, with what the servers contributed. */
export function briefRequest(led: LedReading, results: readonly EnhancementResult[]): BriefRequest {
  const { ask, detection, history, lead, library, support } = led;
  return {
    question: ask.question,
    history: history.turns,
    lead,
    support,
    frameworks: detection.frameworks.flatMap((detected) => {
      const framework = library.get(detected.id);
      return framework === undefined ? [] : [{ framework, detected }];
    }),
    findings: findingsInOrder(results),
    ...(ask.role === undefined ? {} : { role: ask.role }),
  };
}

/** What decides the class of an `auto` request. */
export function shapeOf(route: Route, enhancements: readonly PlannedEnhancement[]): PlanShape {
  return { personas: route.lead === null ? 0 : 1 + route.support.length, enhancements: enhancements.length };
}
