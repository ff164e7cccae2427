import { isFollowUp, resolveReference, type History, type Reference } from '../conversations/index.js';
import type { Detection, FrameworkDetector, FrameworkLibrary } from '../frameworks/index.js';
import { findingsInOrder, type EnhancementResult, type PlannedEnhancement, type ToolRequest } from '../mcp/index.js';
import type { PlanShape } from '../optimizer/index.js';
import { findPersona, type Persona, type Route } from '../personas/index.js';
import { type BriefRequest } from '../playbook/index.js';

import type { Receipt } from './messages/answer.js';
import type { Ask } from './messages/ask.js';
import type { FollowUpQuestion } from './messages/follow-up-question.js';

/** A question, as it came. */
export interface Question {
  readonly ask: Ask;
  readonly history: History;
  /** Whose question it is. */
  readonly tenant: string;
  /** Nothing that was kept will do. */
  readonly wantsFresh: boolean;
  /** What the answer may be kept for; undefined if it depends on what is not known. */
  readonly keptFor: Ask | FollowUpQuestion | undefined;
}

/** What is known about a question once it has been read. */
export interface Analysis extends Question {
  /** Library and detector are of one edition, whatever is reloaded meanwhile. */
  readonly library: FrameworkLibrary;
  readonly detection: Detection;
  readonly basis: Grounds;
  readonly route: Route;
}

/** What a question is answered from. */
export interface Grounds {
  /** What of its conversation it goes back to. */
  readonly reference: Reference | undefined;
  /** True where the question says too little by itself, so that its conversation says what it is about. */
  readonly isReferenceDecisive: boolean;
  /** What was found in the question, or, where its reference is decisive, in that. */
  readonly detection: Detection;
}

/**
 * What a question of a conversation is answered from: itself, and what it goes back to.
 *
 * @param detector Of the edition that made `detection`.
 */
export function groundsOf(
  { ask: { question }, history }: Question,
  detection: Detection,
  detector: Pick<FrameworkDetector, 'detect'>,
): Grounds {
  const meansLittle = detection.frameworks.length === 0;
  const reference = resolveReference(question, history, meansLittle);
  const isReferenceDecisive = reference !== undefined && reference.lead !== null && meansLittle && isFollowUp(question);
  if (!isReferenceDecisive) return { reference, isReferenceDecisive, detection };
  const { frameworks } = detector.detect(reference.question);
  return { reference, isReferenceDecisive, detection: { ...detection, strategic: true, frameworks } };
}

/** What a receipt tells of it. */
export function contextOf({ reference, isReferenceDecisive, detection }: Grounds): Receipt['context'] {
  if (reference === undefined) return null;
  const { answerId, topic } = reference;
  return { answerId, topic, frameworks: isReferenceDecisive ? detection.frameworks.map(({ id }) => id) : [] };
}

/** A reading with somebody to answer it. */
export interface RoutedAnalysis extends Analysis {
  readonly lead: Persona;
  readonly support: readonly Persona[];
}

/** The reading with its personas; undefined when nobody is to answer. */
export function routedAnalysis(reading: Analysis): RoutedAnalysis | undefined {
  const { lead, support } = reading.route;
  const leader = lead === null ? undefined : findPersona(lead.id);
  if (leader === undefined) return undefined;
  const supporters = support.map(({ id }) => findPersona(id)).filter((persona) => persona !== undefined);
  return { ...reading, lead: leader, support: supporters };
}

/** What MCP servers get to know; the tenant only keeps sessions and results apart. */
export function toolRequest({ ask, basis, history, lead, tenant, wantsFresh }: RoutedAnalysis): ToolRequest {
  return {
    question: ask.question,
    role: ask.role ?? '',
    frameworks: basis.detection.frameworks.map(({ id }) => id),
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
export function briefRequest(led: RoutedAnalysis, results: readonly EnhancementResult[]): BriefRequest {
  const { ask, basis, history, lead, library, support } = led;
  return {
    question: ask.question,
    history: history.turns,
    lead,
    support,
    frameworks: basis.detection.frameworks.flatMap((detected) => {
      const framework = library.get(detected.id);
      return framework === undefined ? [] : [{ framework, detected }];
    }),
    findings: findingsInOrder(results),
    ...(basis.reference === undefined
      ? {}
      : { reference: { ...basis.reference, isDecisive: basis.isReferenceDecisive } }),
    ...(ask.role === undefined ? {} : { role: ask.role }),
  };
}

/** What decides the class of an `auto` request. */
export function shapeOf(route: Route, enhancements: readonly PlannedEnhancement[]): PlanShape {
  return { personas: route.lead === null ? 0 : 1 + route.support.length, enhancements: enhancements.length };
}
