import type { AuditEvent } from '../audit/audit-event.js';
import type { StoredFeedback } from '../records/feedback.js';
import type { Turn } from '../records/turn.js';

/** A version of an answer; further fields are stored too. */
export interface StoredAnswer {
  readonly id: string;
  readonly conversationId: string;
  readonly version: number;
}

/** One thing to be recorded. */
export type JournalEntry =
  | {
      readonly kind: 'turn';
      readonly tenant: string;
      readonly conversationId: string;
      readonly turn: Turn;
      /** The caller that asked; an entry of an earlier version of the program has none. */
      readonly subject?: string;
    }
  | { readonly kind: 'answer'; readonly tenant: string; readonly answer: StoredAnswer }
  | { readonly kind: 'audit'; readonly tenant: string; readonly at: number; readonly event: AuditEvent }
  | {
      readonly kind: 'feedback';
      readonly tenant: string;
      readonly conversationId: string;
      readonly subject: string;
      readonly feedback: StoredFeedback;
    }
  | {
      readonly kind: 'rename';
      readonly tenant: string;
      readonly conversationId: string;
      readonly title: string;
    }
  | { readonly kind: 'deletion'; readonly tenant: string; readonly conversationId: string; readonly at: number };

export type EntryOf<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }>;
