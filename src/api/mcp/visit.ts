import type { Caller } from '../../common/index.js';
import type { Headers } from '../../optimizer/index.js';

/** A message's way to us: who sent it, when it arrived and what its transport adds. */
export interface Visit {
  readonly requestId: string;
  readonly caller: Caller;
  /** Of the HTTP request; none over standard input. */
  readonly headers: Headers;
  /** Monotonic milliseconds. */
  readonly arrivedAt: number;
}
