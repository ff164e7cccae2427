import { NO_HISTORY } from '../../conversations/index.js';
import { findingsInOrder, type EnhancementResult, type ToolRequest } from '../../mcp/index.js';
import { findPersona, type Persona } from '../../personas/index.js';
import type { BriefRequest } from '../../playbook/index.js';
import type { Analysis } from '../reading/question-reader.js';

/** An analysis whose question has a persona to answer it. */
export interface RoutedAnalysis extends Analysis {
  readonly lead: Persona;
  readonly support: readonly Persona[];
}

/** The analysis with its personas; undefined if the question is declined. */
export function routedAnalysis(analysis: Analysis): RoutedAnalysis | undefined {
  const { lead, support } = analysis.route;
  const leader = lead === null ? undefined : findPersona(lead.id);
  if (leader === undefined) return undefined;
  const supporters = support.map(({ id }) => findPersona(id)).filter((persona) => persona !== undefined);
  return { ...analysis, lead: leader, support: supporters };
}

/** What MCP servers receive; the tenant only separates sessions and results. */
export function toolRequest({ grounds, lead, question }: RoutedAnalysis): ToolRequest {
  const { ask, context, history = NO_HISTORY, tenant } = question;
  return {
    question: question.speech.text,
    role: ask.role ?? '',
    frameworks: grounds.detection.frameworks.map(({ id }) => id),
    persona: lead.id,
    earlier: {
      questions: history.turns.map((turn) => turn.question),
      frameworks: [...new Set(history.turns.flatMap(({ frameworks }) => frameworks))],
    },
    tenant,
    isFresh: context.wantsFresh,
  };
}

/** What the playbook writes from, with what the servers contributed. */
export function briefRequest(analysis: RoutedAnalysis, results: readonly EnhancementResult[]): BriefRequest {
  const { grounds, lead, library, question, support } = analysis;
  const { ask, history = NO_HISTORY } = question;
  return {
    question: question.speech.text,
    history: history.turns,
    lead,
    support,
    frameworks: grounds.detection.frameworks.flatMap((detected) => {
      const framework = library.get(detected.id);
      return framework === undefined ? [] : [{ framework, detected }];
    }),
    findings: findingsInOrder(results),
    ...(grounds.reference === undefined
      ? {}
      : { reference: { ...grounds.reference, isDecisive: grounds.isReferenceDecisive } }),
    ...(ask.role === undefined ? {} : { role: ask.role }),
  };
}
