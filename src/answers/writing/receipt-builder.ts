import { roundToMicroseconds, type Degradation, type RequestContext } from '../../core/index.js';
import { PLAYBOOK } from '../../config/index.js';
import { ANSWERED_ELSEWHERE, type NewTurn } from '../../conversations/index.js';
import type { EnhancementResult } from '../../mcp/index.js';
import type { Persona } from '../../personas/index.js';
import type { QuestionReading } from '../../playbook/index.js';

import type { Answer, Receipt, RequestPart } from '../messages/answer.js';
import type { Grounds } from '../reading/question-reader.js';

/** The component of a degradation that concerns the record of an answer, not what it says. */
export const STORE_COMPONENT = 'store';

/** The part of a receipt that describes this request, read when the answer is ready to leave. */
export function buildReceipt({
  requestId,
  requestedClass,
  requestedDeadlineMs,
  level,
  timeline,
  degradations,
}: RequestContext): Omit<RequestPart, 'cache' | 'durable'> {
  const elapsedMs = roundToMicroseconds(timeline.elapsedMs);
  return {
    requestId,
    requestedClass,
    class: level.class,
    requestedDeadlineMs,
    deadlineMs: level.deadlineMs,
    elapsedMs,
    met: elapsedMs <= level.deadlineMs,
    degradations: [...degradations],
    stages: timeline.stages,
  };
}

/** An answer is partial as long as its receipt names a loss. */
export function statusOf(degradations: readonly Degradation[]): Answer['status'] {
  return degradations.length === 0 ? 'complete' : 'partial';
}

/** What a conversation remembers of an answer. */
export function turnOf(question: string, answerId: string, { frameworks, personas }: Receipt): NewTurn {
  return {
    question,
    answerId,
    lead: personas.find(({ role }) => role === 'lead')?.id ?? null,
    frameworks: frameworks.map(({ id }) => id),
  };
}

/**
 * Who contributed to an answer, the lead first.
 *
 * @param writings Of the personas for which a model wrote; the playbook wrote for the others.
 */
export function contributors(
  personas: readonly Persona[],
  writings?: ReadonlyMap<string, Pick<Receipt['personas'][number], 'manager' | 'backend'>>,
): Receipt['personas'] {
  return personas.map(({ id }, at) => {
    const writing = writings?.get(id);
    return {
      id,
      role: at === 0 ? 'lead' : 'support',
      manager: writing?.manager ?? `${id}/0`,
      backend: writing?.backend ?? PLAYBOOK,
    };
  });
}

/** What the servers that did not contribute leave out. */
export function lossesIn(results: readonly EnhancementResult[]): Receipt['degradations'] {
  return results.flatMap(({ degradation }) => (degradation === undefined ? [] : [degradation]));
}

/** What a receipt says about how the question was understood. */
export function readingOf({ cases: [first, second], isSure, lane, sensitive }: QuestionReading): Receipt['reading'] {
  if (sensitive !== undefined)
    return { situation: `sensitive:${sensitive.id}`, confidence: rounded(sensitive.confidence), second: null };
  if (lane === 'off-topic') return { situation: null, confidence: 0, second: null };
  return {
    situation: isSure ? (first?.id ?? null) : null,
    confidence: rounded(first?.confidence ?? 0),
    second: (isSure ? second?.id : first?.id) ?? null,
  };
}

function rounded(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}

/** What a receipt says about the earlier question that an answer refers to. */
export function contextOf({ reference, isReferenceDecisive, detection }: Grounds): Receipt['context'] {
  // An answer of something else is none that this receipt could name.
  if (reference === undefined || reference.answerId === ANSWERED_ELSEWHERE) return null;
  const { answerId, topic } = reference;
  return { answerId, topic, frameworks: isReferenceDecisive ? detection.frameworks.map(({ id }) => id) : [] };
}
