import { NO_HISTORY } from '../../conversations/index.js';
import type { FrameworkLibrary } from '../../frameworks/index.js';
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

function explainedFrom(library: FrameworkLibrary, concepts: readonly string[]): Pick<BriefRequest, 'explained'> {
  const explained = concepts.map((id) => library.get(id)).filter((framework) => framework !== undefined);
  return explained.length === 0 ? {} : { explained };
}

/** What the playbook writes from, with what the servers contributed. */
export function briefRequest(analysis: RoutedAnalysis, results: readonly EnhancementResult[]): BriefRequest {
  const { grounds, lead, library, question, support } = analysis;
  const { ask, history = NO_HISTORY } = question;
  return {
    question: question.speech.text,
    reading: analysis.reading,
    earlier: history.turns.map((turn) => turn.question),
    lead,
    support,
    frameworks: grounds.detection.frameworks.flatMap((detected) => {
      const framework = library.get(detected.id);
      return framework === undefined ? [] : [{ framework, detected }];
    }),
    ...explainedFrom(library, analysis.reading.concepts),
    findings: findingsInOrder(results),
    ...(grounds.reference === undefined || analysis.reading.lane !== 'advice'
      ? {}
      : { goesBackTo: { question: grounds.reference.question, topic: grounds.reference.topic } }),
    ...(ask.role === undefined ? {} : { role: ask.role }),
  };
}
