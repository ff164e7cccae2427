import type { Clock } from '../../core/index.js';
import { ServerQuarantinedError } from '../transport/mcp.errors.js';

export interface StartBackoffOptions {
  readonly server: string;
  /** Failed starts within a minute, after which the next one waits for the minute to pass. */
  readonly maxFailuresPerMinute: number;
}

const MINUTE_MS = 60_000;
const MAX_CUT_OFFS_PER_MINUTE = 5;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 500;

/**
 * Exponential backoff for a server that does not start, or ends before it has served a call; after a few failures
 * within a minute the server is in quarantine. So it is after it was cut off a few times, whatever it answered meanwhile.
 */
export class StartBackoff {
  /** Times of the failed starts since the last successful call. */
  #failedAt: number[] = [];
  #cutOffAt: number[] = [];

  constructor(
    private readonly options: StartBackoffOptions,
    private readonly clock: Clock,
    private readonly random: () => number = Math.random,
  ) {}

  /** Milliseconds until the next start is allowed; zero if it is now. */
  get waitMs(): number {
    return Math.max(this.#backoffMs, this.#penaltyMs);
  }

  get #penaltyMs(): number {
    const now = this.clock.now();
    this.#cutOffAt = this.#cutOffAt.filter((at) => now - at < MINUTE_MS);
    const [oldest] = this.#cutOffAt;
    return oldest === undefined || this.#cutOffAt.length < MAX_CUT_OFFS_PER_MINUTE ? 0 : oldest + MINUTE_MS - now;
  }

  get #backoffMs(): number {
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
    return (this.#failedAt.length >= this.options.maxFailuresPerMinute && this.#backoffMs > 0) || this.#penaltyMs > 0;
  }

  /** @throws {ServerQuarantinedError} `MCP_SERVER_QUARANTINED`, if it is too early for a start. */
  check(): void {
    const { waitMs } = this;
    if (waitMs > 0) throw new ServerQuarantinedError(this.options.server, waitMs);
  }

  /** A start failed, or the session ended before it served a call. */
  failed(): void {
    this.#failedAt.push(this.clock.now());
  }

  /** The server exceeded a bound. */
  cutOff(): void {
    this.#cutOffAt.push(this.clock.now());
  }

  /** The server has served a call. */
  succeeded(): void {
    if (this.#failedAt.length > 0) this.#failedAt = [];
  }

  /** Milliseconds before a start in the background, with jitter so that many servers do not start at once. */
  get jitteredWaitMs(): number {
    return this.waitMs + this.random() * FIRST_BACKOFF_MS;
  }
}
