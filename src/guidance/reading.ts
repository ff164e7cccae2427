import type { Turn } from '../conversations/index.js';
import type { Detection, FrameworkLibrary } from '../frameworks/index.js';
import type { EnhancementResult, PlannedEnhancement, ToolRequest } from '../mcp/index.js';
import type { PlanShape } from '../optimizer/index.js';
import { findPersona, type BriefRequest, type Persona, type Route } from '../personas/index.js';

import type { Ask } from './ask.js';

/** What is known about a question once it has been read. */
export interface Reading {
  /** Library and detector are of one edition, whatever is reloaded meanwhile. */
  readonly library: FrameworkLibrary;
  readonly ask: Ask;
  readonly detection: Detection;
  readonly route: Route;
  readonly history: readonly Turn[];
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

/** What MCP servers get to know. */
export function toolRequest({ ask, detection, lead }: LedReading): ToolRequest {
  return { question: ask.question, frameworks: detection.frameworks.map(({ id }) => id), persona: lead.id };
}

/** What the playbook writes from, with what the servers contributed. */
export function briefRequest(led: LedReading, results: readonly EnhancementResult[]): BriefRequest {
  const { ask, detection, history, lead, library, support } = led;
  return {
    question: ask.question,
    history,
    lead,
    support,
    frameworks: detection.frameworks.flatMap((detected) => {
      const framework = library.get(detected.id);
      return framework === undefined ? [] : [{ framework, detected }];
    }),
    findings: results.flatMap(({ findings }) => findings),
    ...(ask.role === undefined ? {} : { role: ask.role }),
  };
}

/** What decides the class of an `auto` request. */
export function shapeOf(route: Route, enhancements: readonly PlannedEnhancement[]): PlanShape {
  return { personas: route.lead === null ? 0 : 1 + route.support.length, enhancements: enhancements.length };
}
