import type { Caller } from './caller.js';
import type { Deadline } from './deadline.js';
import type { Degradation } from './receipt.js';
import type { RequestClass, RequestedClass } from './request-class.js';
import type { RequestTimeline } from './request-timeline.js';

/** The class a request is served in, and the deadline that follows from it. */
export interface ServiceLevel {
  readonly class: RequestClass;
  /** Milliseconds from arrival; the class's, or less where the caller asked for less. */
  readonly deadlineMs: number;
  readonly deadline: Deadline;
}

/** An event of a request in progress. */
interface ProgressEvent {
  readonly type: 'accepted' | 'framework' | 'persona' | 'mcp' | 'degraded' | 'answer.delta' | 'error';
  /** JSON. */
  readonly data: object;
}

/** What every step of one request shares: caller, deadlines, timings and degradations. */
export interface RequestContext {
  readonly requestId: string;
  readonly caller: Caller;
  readonly requestedClass: RequestedClass;
  /** The deadline that the caller asked for, milliseconds from arrival; null for none. */
  readonly requestedDeadlineMs: number | null;
  /** Whether the caller rather has no answer than one that goes without parts under overload. */
  readonly refusesCheaper: boolean;
  /** Whether the caller accepts no cached answer. */
  readonly wantsFresh: boolean;
  readonly timeline: RequestTimeline;
  /** How long it may have lain in its socket before it arrived here, at most, milliseconds. */
  readonly unseenMs: number;
  /** When its reply was due to be composed, monotonic milliseconds; undefined if it waited for nothing. */
  replyDueAt?: number;
  /**
   * Without a limit in time, and the parent of every deadline of this request, those of its late work included:
   * canceling it, because the caller disconnected, ends everything that is done for the request.
   */
  readonly lifetime: Deadline;
  /** Everything disclosed so far; steps add to it. */
  readonly degradations: Degradation[];
  /**
   * Settled at arrival, or provisional until the plan of an `auto` request is known; then the longest class's, so
   * that no step starts without a deadline.
   */
  level: ServiceLevel;
  /** Observes progress, as a streamed answer carries it; set by an endpoint that shows it. Must not throw. */
  onProgress?: (event: ProgressEvent) => void;
}
