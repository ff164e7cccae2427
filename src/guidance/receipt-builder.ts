import { roundToMicroseconds, type RequestContext } from '../common/index.js';
import type { Turn } from '../conversations/index.js';
import type { EnhancementResult } from '../mcp/index.js';
import type { Route } from '../personas/index.js';

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

/** Who contributed to an answer. */
export function contributors({ lead, support }: Route): Receipt['personas'] {
  if (lead === null) return [];
  return [
    { id: lead.id, role: 'lead', manager: `${lead.id}/0`, backend: 'playbook' },
    ...support.map(({ id }) => ({ id, role: 'support' as const, manager: `${id}/0`, backend: 'playbook' })),
  ];
}

/** What the servers that did not contribute leave out. */
export function lossesIn(results: readonly EnhancementResult[]): Receipt['degradations'] {
  return results.flatMap(({ degradation }) => (degradation === undefined ? [] : [degradation]));
}
