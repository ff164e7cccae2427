import { randomUUID } from 'node:crypto';

import { WebStandardStreamableHTTPServerTransport, type Server } from '@modelcontextprotocol/server';

import type { Caller, Clock } from '../../core/index.js';
import type { MemoryUsage } from '../../memory/index.js';

interface Session {
  readonly caller: Caller;
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  lastUsedAt: number;
  /** Requests that keep it from being idle: its client waits to hear of changes. */
  holds: number;
}

/** Sessions open at once; a further client is served without a session. */
const CAPACITY = 500;
/** A session unused for so long is closed when capacity is needed, milliseconds. */
const IDLE_MS = 600_000;
/** Approximate memory of one session with its server. */
const SESSION_BYTES = 65_536;

/**
 * Sessions of clients with a protocol version before 2026, in which a cancellation arrives as a request of its own.
 *
 * A session is optional: it belongs to the caller who opened it and to this replica, and a request with a session that
 * this replica does not know is served without one.
 */
export class ClientSessions {
  readonly #sessions = new Map<string, Session>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity = CAPACITY,
  ) {}

  get size(): number {
    return this.#sessions.size;
  }

  get usage(): MemoryUsage {
    return {
      count: this.#sessions.size,
      bytes: this.#sessions.size * SESSION_BYTES,
      maxBytes: this.capacity * SESSION_BYTES,
    };
  }

  /** Whether one more may be opened. */
  get hasCapacity(): boolean {
    if (this.#sessions.size >= this.capacity) this.closeIdle();
    return this.#sessions.size < this.capacity;
  }

  /** The servers of all sessions. */
  get servers(): Server[] {
    return [...this.#sessions.values()].map(({ server }) => server);
  }

  /**
   * Closes the sessions unused for `idleMs`.
   *
   * @param sparesHeld Not those that are held.
   * @returns how many.
   */
  closeIdle(idleMs = IDLE_MS, sparesHeld = true): number {
    const oldest = this.clock.now() - idleMs;
    const idle = [...this.#sessions.values()].filter(
      ({ holds, lastUsedAt }) => lastUsedAt < oldest && !(sparesHeld && holds > 0),
    );
    for (const { transport } of idle) void transport.close();
    return idle.length;
  }

  /** A transport whose session begins with the `initialize` request that it handles next. */
  async open(caller: Caller, server: Server): Promise<WebStandardStreamableHTTPServerTransport> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#sessions.set(id, { caller, server, transport, lastUsedAt: this.clock.now(), holds: 0 });
      },
    });
    await server.connect(transport);
    const { onclose } = transport;
    transport.onclose = () => {
      this.#sessions.delete(transport.sessionId ?? '');
      onclose?.();
    };
    return transport;
  }

  /**
   * The transport of a session.
   *
   * @returns undefined if this replica does not know the session, null if it belongs to another caller.
   */
  find(id: string, { tenant, subject }: Caller): WebStandardStreamableHTTPServerTransport | undefined | null {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    if (session.caller.tenant !== tenant || session.caller.subject !== subject) return null;
    session.lastUsedAt = this.clock.now();
    return session.transport;
  }

  /** The session is not idle until `signal` aborts. */
  hold(id: string, signal: AbortSignal): void {
    const session = this.#sessions.get(id);
    if (session === undefined || signal.aborted) return;
    session.holds++;
    const release = () => {
      session.holds--;
      session.lastUsedAt = this.clock.now();
    };
    signal.addEventListener('abort', release, { once: true });
  }

  /** Ends the streams on which clients wait to hear of changes; requests in progress go on. */
  endStreams(): void {
    for (const { transport } of this.#sessions.values()) transport.closeStandaloneSSEStream();
  }
}
