import type { Clock } from '../../core/index.js';
import { ServerQuarantinedError } from '../mcp.errors.js';

export interface StartBackoffOptions {
  readonly server: string;
  /** Starts within a minute that lead to nothing, after which the next one waits for the minute to pass. */
  readonly maxFailuresPerMinute: number;
}

const MINUTE_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 500;

/**
 * Keeps a server that does not come up, or dies before it has served anybody, from being started over and over: each
 * attempt waits longer than the one before, and after a few within a minute the server is in quarantine.
 */
export class StartBackoff {
  /** When the latest attempts came to nothing, since the last call that ended well. */
  #failedAt: number[] = [];

  constructor(
    private readonly options: StartBackoffOptions,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds until the next start is allowed; zero if it is now. */
  get waitMs(): number {
    const now = this.clock.now();
    this.#failedAt = this.#failedAt.filter((at) => now - at < MINUTE_MS);
    const [oldest] = this.#failedAt;
    const newest = this.#failedAt.at(-1);
    if (oldest === undefined || newest === undefined) return 0;
    if (this.#failedAt.length >= this.options.maxFailuresPerMinute) return oldest + MINUTE_MS - now;
    const backoffMs = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#failedAt.length - 1));
    return Math.max(0, newest + backoffMs - now);
  }

  get isQuarantined(): boolean {
    return this.#failedAt.length >= this.options.maxFailuresPerMinute && this.waitMs > 0;
  }

  /** @throws {ServerQuarantinedError} `MCP_SERVER_QUARANTINED`, if it is too early for a start. */
  check(): void {
    const { waitMs } = this;
    if (waitMs > 0) throw new ServerQuarantinedError(this.options.server, waitMs);
  }

  /** A start failed, or what was started ended before it served anybody. */
  failed(): void {
    this.#failedAt.push(this.clock.now());
  }

  /** The server has served a call: it is fine. */
  succeeded(): void {
    if (this.#failedAt.length > 0) this.#failedAt = [];
  }

  /** Milliseconds to wait before a start that nobody waits for, spread so that many servers do not start at once. */
  get spreadWaitMs(): number {
    return this.waitMs + this.random() * FIRST_BACKOFF_MS;
  }
}
