import { EventChannel, every, wholeNumber, type CancelTimer, type Clock } from '../core/index.js';

import { EVERYTHING, position, type Invalidations } from './invalidations.js';
import type { RedisLink } from './redis-link.js';

/** Published after a replica has read missed invalidations; `lost` when some of them can no longer be read. */
export const invalidationsCaughtUp = new EventChannel<{ readonly missed: number; readonly lost: boolean }>(
  'cache:invalidations:caught-up',
);

const LOG = 'director:cache:invalidations';
const CHANNEL = 'director:cache:invalidated';
/** Invalidations retained for disconnected replicas; a replica that missed more invalidates everything. */
const MAX_LOG_LENGTH = 10_000;
/** A subscription may fall silent without an error: the log is also read at this interval, milliseconds. */
const CATCH_UP_INTERVAL_MS = 5_000;
/** Invalidations queued while Redis is down; more are replaced by one of everything. */
const MAX_PENDING = 1_000;
/** Widths of the two numbers of a position. */
const MAX_EPOCH_MS = 10 ** 15 - 1;
const MAX_COUNTER = 10 ** 9 - 1;
/** Timeout of reading the log, for which no request waits; milliseconds. */
const READ_TIMEOUT_MS = 2_000;

interface LogRecord {
  readonly id: string;
  readonly message: Record<string, string>;
}

/**
 * Replicates invalidations between processes.
 *
 * Each is appended to a Redis stream, which assigns its position, and published on a channel. After a lost connection
 * the pending ones are appended and the stream is read from the last known position; until then nothing is read from
 * Redis ({@link isCaughtUp}). A replica that finds a gap in the stream invalidates everything.
 */
export class InvalidationLog {
  readonly #pending = new Set<string>();
  #lastId = '0-0';
  #isCaughtUp = false;
  #catchingUp: Promise<void> | undefined;
  readonly #stopPolling: CancelTimer;
  readonly #unsubscribe: () => void;

  constructor(
    private readonly link: RedisLink,
    private readonly invalidations: Invalidations,
    clock: Clock,
  ) {
    this.#unsubscribe = link.subscribe({
      channel: link.key(CHANNEL),
      onMessage: (message) => {
        const separator = message.indexOf(' ');
        this.#record(message.slice(0, separator), message.slice(separator + 1));
      },
      onUp: () => void this.catchUp(),
    });
    this.#stopPolling = every(clock, CATCH_UP_INTERVAL_MS, () => {
      if (link.isUp) void this.catchUp();
    });
  }

  /** Whether every invalidation in Redis is known here. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp && this.link.isUp;
  }

  /** Makes every entry with one of these tags outdated, here at once and in every replica as soon as Redis delivers it. */
  async publish(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      this.invalidations.invalidate(tag);
      this.#pending.add(tag);
    }
    if (this.#pending.size > MAX_PENDING) {
      this.#pending.clear();
      this.#pending.add(EVERYTHING);
    }
    // Entries in Redis with a pending tag are outdated too.
    this.#isCaughtUp = false;
    await this.catchUp();
  }

  /** Appends pending invalidations and reads missed ones; on failure both are retried later. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#appendAndRead().finally(() => {
      this.#catchingUp = undefined;
      if (this.#pending.size > 0 && this.link.isUp) void this.catchUp();
    });
    return this.#catchingUp;
  }

  close(): void {
    this.#stopPolling();
    this.#unsubscribe();
  }

  async #appendAndRead(): Promise<void> {
    const log = this.link.key(LOG);
    try {
      for (const tag of [...this.#pending]) {
        await this.link.run(async (client) => {
          const trim = { TRIM: { strategy: 'MAXLEN', strategyModifier: '=', threshold: MAX_LOG_LENGTH } } as const;
          const id = await client.xAdd(log, '*', { tag }, trim);
          await client.publish(this.link.key(CHANNEL), `${id} ${tag}`);
        });
        this.#pending.delete(tag);
      }
      const [records, first, length] = await this.link.run(
        (client) =>
          Promise.all([
            client.xRange(log, this.#lastId, '+'),
            client.xRange(log, '-', '+', { COUNT: 1 }),
            client.xLen(log),
          ]),
        READ_TIMEOUT_MS,
      );
      this.#apply(records, first[0], length);
      this.#isCaughtUp = this.#pending.size === 0;
    } catch {
      this.#isCaughtUp = false;
    }
  }

  #apply(records: readonly LogRecord[], first: LogRecord | undefined, length: number): void {
    const isNew = this.#lastId === '0-0';
    // The range starts with the last known record, unless the log was trimmed or lost since.
    const lost = !isNew && records[0]?.id !== this.#lastId;
    const missed = records.filter(({ id }) => id !== this.#lastId);
    if (lost) this.invalidations.invalidate(EVERYTHING);
    // A full log was trimmed: any tag may have been invalidated before its first record.
    if (isNew && first !== undefined && length >= MAX_LOG_LENGTH) this.#record(first.id, EVERYTHING);
    for (const { id, message } of missed) this.#record(id, message['tag'] ?? EVERYTHING);
    const last = missed.at(-1);
    if (last !== undefined) this.#lastId = last.id;
    else if (lost) this.#lastId = '0-0';
    if (missed.length > 0 || lost) invalidationsCaughtUp.publish({ missed: missed.length, lost });
  }

  /** @param id Of a stream record, `milliseconds-counter`. */
  #record(id: string, tag: string): void {
    const [ms = '0', counter = '0'] = id.split('-');
    const at = [wholeNumber(ms, MAX_EPOCH_MS), wholeNumber(counter, MAX_COUNTER)] as const;
    // A record without a place in the order is the latest.
    if (at[0] === undefined || at[1] === undefined) this.invalidations.invalidate(tag);
    else this.invalidations.record(position(at[0], at[1]), tag);
  }
}
