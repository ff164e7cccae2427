import { roundToMicroseconds, type RequestContext } from '../common/index.js';

import type { Turn } from '../conversations/index.js';

import type { Answer, Receipt } from './answer.js';

/** What only the request knows about its receipt; the rest is the answer's. */
type Signature = Pick<Receipt, 'requestId' | 'class' | 'deadlineMs' | 'elapsedMs' | 'met' | 'degradations' | 'stages'>;

/** The part of a receipt that tells how this request went, read when the answer is ready to leave. */
export function signReceipt({ requestId, level, waterfall, degradations }: RequestContext): Signature {
  const elapsedMs = roundToMicroseconds(waterfall.elapsedMs);
  return {
    requestId,
    class: level.class,
    deadlineMs: level.deadlineMs,
    elapsedMs,
    met: elapsedMs <= level.deadlineMs,
    degradations: [...degradations],
    stages: waterfall.stages,
  };
}

/** An answer is partial as long as its receipt names a loss. */
export function statusOf(degradations: Receipt['degradations']): Answer['status'] {
  return degradations.length === 0 ? 'complete' : 'partial';
}

/** What a conversation remembers of an answer. */
export function turnOf(question: string, answerId: string, { frameworks, personas }: Receipt): Turn {
  return {
    question,
    answerId,
    lead: personas.find(({ role }) => role === 'lead')?.id ?? null,
    frameworks: frameworks.map(({ id }) => id),
  };
}
