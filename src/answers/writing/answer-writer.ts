import type { Deadline } from '../../core/index.js';
import type { Analysis } from '../reading/question-reader.js';

import { briefRequest, routedAnalysis, toolRequest, type RoutedAnalysis } from './answer-requests.js';
import { PendingAnswer, type AnswerWriterParts, type Composition } from './pending-answer.js';
import { contributors } from './receipt-builder.js';

/** Starts the work on answers: MCP servers and models in parallel, with the playbook to compose what has arrived. */
export class AnswerWriter {
  constructor(private readonly parts: AnswerWriterParts) {}

  /**
   * Starts every call for an answer.
   *
   * @param deadline Ends them.
   */
  start(analysis: RoutedAnalysis, deadline: Deadline): PendingAnswer {
    return new PendingAnswer(this.parts, analysis, deadline);
  }

  /** The reply to what is no question for any persona. */
  decline({ question }: Analysis): Composition {
    const brief = this.parts.playbook.decline(question.speech.text);
    return { brief, personas: [], enhancements: [], degradations: [] };
  }

  /** Whether MCP servers or models are called for an answer. */
  calls({ enhancements, lead, reading, support }: RoutedAnalysis): boolean {
    if (enhancements.length > 0) return true;
    return reading.lane !== 'sensitive' && this.parts.authors.writeFor([lead, ...support]);
  }

  /** Calls the built-in servers, and composes without models and without other servers; no call is counted. */
  rehearse(analysis: Analysis): Composition {
    const routed = routedAnalysis(analysis);
    if (routed === undefined) return this.decline(analysis);
    const { enhancer, playbook } = this.parts;
    enhancer.warmUp(toolRequest(routed));
    const brief = playbook.compose(briefRequest(routed, []));
    const personas = contributors([routed.lead, ...routed.support]);
    return { brief, personas, enhancements: [], degradations: [] };
  }
}
