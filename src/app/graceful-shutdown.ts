import type { Server, ServerResponse } from 'node:http';

import { Deadline, type Clock } from '../core/index.js';
import type { ReadinessState } from '../monitoring/index.js';

export interface GracefulShutdownOptions {
  /** Not ready but still answering, so that load balancers learn of it, milliseconds. */
  readonly announceMs: number;
  /** Longest wait for what has begun, before connections are cut, milliseconds. */
  readonly maxMs: number;
}

/** What ends. */
export interface GracefulShutdownParts {
  readonly server: Server;
  readonly readiness: ReadinessState;
  readonly clock: Clock;
  /** Fulfils when nothing runs in the background any more. */
  readonly settled: () => Promise<void>;
  /** Ends everything; fulfils when the last connection is closed. */
  readonly close: () => Promise<void>;
}

/** Between the farewell to streams and the cut of what is still connected, milliseconds. */
const LAST_WORDS_MS = 1_000;

/**
 * Ends the service so that no caller notices: readiness goes first, then idle connections one answer at a time, then
 * what was promised in the background lands, then streams say goodbye, and only then the socket closes.
 *
 * @remarks Takes at most `announceMs` + `maxMs` + 1 s; a connection that is still open then is cut.
 */
export class GracefulShutdown {
  constructor(
    private readonly options: GracefulShutdownOptions,
    private readonly parts: GracefulShutdownParts,
  ) {}

  /** @param isAnnounced false where nobody balances load, for example at a terminal: then the waiting is left out. */
  async run(isAnnounced: boolean): Promise<void> {
    const { server, readiness, clock, settled, close } = this.parts;
    readiness.markDraining();
    // Whoever keeps a connection open looks for another replica after the next answer.
    server.prependListener('request', (_request, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    if (isAnnounced) await pause(clock, this.options.announceMs);

    using deadline = Deadline.after(clock, this.options.maxMs);
    await deadline.wait(settled()).catch(() => undefined);
    readiness.markClosing();
    const cancelCut = clock.schedule(deadline.remainingMs + LAST_WORDS_MS, () => server.closeAllConnections());
    await close();
    cancelCut();
  }
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(ms, resolve);
  });
}
