import type { Server, ServerResponse } from 'node:http';

import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { Continuations } from '../answers/index.js';
import { CLOCK, type AppConfig } from '../config/index.js';
import { Deadline, sleep, type Clock } from '../core/index.js';
import { ReadinessState } from '../monitoring/index.js';

export interface GracefulShutdownOptions {
  /** Not ready but still answering, so that load balancers notice, milliseconds. */
  readonly readinessDelayMs: number;
  /** Longest wait for work in progress, before connections are cut, milliseconds. */
  readonly maxMs: number;
}

/** What is shut down. */
export interface GracefulShutdownParts {
  readonly server: Server;
  readonly readiness: ReadinessState;
  readonly clock: Clock;
  /** Fulfils when nothing runs in the background any more. */
  readonly idle: () => Promise<void>;
  /** Closes everything; fulfils when the last connection is closed. */
  readonly close: () => Promise<void>;
}

/** Between the farewell to streams and the cut of what is still connected, milliseconds. */
const FAREWELL_MS = 1_000;

/**
 * Shuts the service down without a failed request: readiness goes first, then connections close with their next
 * response, then late work in the background lands, then streams get their farewell, and only then the socket closes.
 *
 * @remarks Takes at most `readinessDelayMs` + `maxMs` + 1 s; a connection that is still open then is cut.
 */
export class GracefulShutdown {
  constructor(
    private readonly options: GracefulShutdownOptions,
    private readonly parts: GracefulShutdownParts,
  ) {}

  /** @param isAnnounced false where no load balancer has to notice, for example at a terminal. */
  async run(isAnnounced: boolean): Promise<void> {
    const { clock, close, idle, readiness, server } = this.parts;
    readiness.markDraining();
    // A client with an open connection reconnects, to another replica, after the next response.
    server.prependListener('request', (_request, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    if (isAnnounced) await sleep(clock, this.options.readinessDelayMs);

    using deadline = Deadline.after(clock, this.options.maxMs);
    await deadline.wait(idle()).catch(() => undefined);
    readiness.markClosing();
    const cancelCut = clock.schedule(deadline.remainingMs + FAREWELL_MS, () => server.closeAllConnections());
    await close();
    cancelCut();
  }
}

/** Shuts down on SIGTERM without a failed request, on SIGINT as fast as work in progress allows. */
export function endOnSignals(app: NestFastifyApplication, { drain }: AppConfig): void {
  const shutdown = new GracefulShutdown(drain, {
    server: app.getHttpServer(),
    readiness: app.get(ReadinessState, { strict: false }),
    clock: app.get<Clock>(CLOCK),
    idle: () => app.get(Continuations, { strict: false }).idle(),
    close: () => app.close(),
  });
  let isEnding = false;
  const end = (signal: NodeJS.Signals) => {
    // A second signal ends it at once.
    if (isEnding) process.exit(1);
    isEnding = true;
    void shutdown.run(signal === 'SIGTERM').then(
      () => process.exit(0),
      (error: unknown) => {
        new Logger('GracefulShutdown').error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end).on('SIGINT', end);
}
