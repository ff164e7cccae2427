import type { Finding } from '../../core/index.js';
import type { DetectedFramework, Framework } from '../../frameworks/index.js';
import type { Persona } from '../../personas/index.js';
import type { PHRASES } from '../content/content.js';
import type { QuestionReading } from '../reading/question-reading.js';

/** The input of a playbook answer. */
export interface BriefRequest {
  readonly question: string;
  readonly role?: string;
  /** How the question was understood. */
  readonly reading: QuestionReading;
  /** Earlier questions of the conversation, oldest first. */
  readonly earlier: readonly string[];
  /** The earlier question that this one goes back to, and what of it is named again. */
  readonly goesBackTo?: { readonly question: string; readonly topic: string | null };
  readonly lead: Persona;
  readonly support: readonly Persona[];
  /** Best first; may be empty. */
  readonly frameworks: readonly { readonly framework: Framework; readonly detected: DetectedFramework }[];
  /** The frameworks among what is to be explained. */
  readonly explained?: readonly Framework[];
  readonly findings: readonly Finding[];
  /** Personas whose contribution is missing; disclosed. */
  readonly absent?: readonly Persona[];
  /** The reason for a reduced answer; disclosed in plain words. */
  readonly reduced?: keyof typeof PHRASES.reduced;
}
