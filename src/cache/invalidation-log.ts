import { EventChannel, type CancelTimer, type Clock } from '../core/index.js';

import { position, type Position } from './cache-entry.js';
import { EVERYTHING, type Invalidations } from './invalidations.js';
import type { RedisLink } from './redis-link.js';

/** Published when a replica has caught up with what it missed; `lost` when it could not tell what that was. */
export const invalidationsCaughtUp = new EventChannel<{ readonly missed: number; readonly lost: boolean }>(
  'cache:invalidations:caught-up',
);

const LOG = 'director:cache:invalidations';
const CHANNEL = 'director:cache:invalidated';
/** Invalidations kept for replicas that were deaf; one that missed more forgets everything. */
const LOG_LENGTH = 10_000;
/** A subscription may fall silent without an error: so often the log is read anyway, milliseconds. */
const CATCH_UP_MS = 5_000;
/** Invalidations kept while Redis is down; more become one of everything. */
const MAX_PENDING = 1_000;
/** Reading the log may take longer than a command of a request, which does not wait for it; milliseconds. */
const CATCH_UP_BUDGET_MS = 2_000;

interface LogRecord {
  readonly id: string;
  readonly message: Record<string, string>;
}

/**
 * Carries invalidations between replicas.
 *
 * Each is appended to a stream, which gives it its place, and announced on a channel. After a lost connection the
 * stream is read from the last known place on; what this replica invalidated meanwhile is appended first. Until that
 * is done nothing is read from Redis ({@link isCaughtUp}). A replica that cannot tell what it missed forgets everything.
 */
export class InvalidationLog {
  readonly #pending = new Set<string>();
  #lastId = '0-0';
  #isCaughtUp = false;
  #catchingUp: Promise<void> | undefined;
  #cancelTimer: CancelTimer | undefined;
  readonly #stopListening: () => void;

  constructor(
    private readonly link: RedisLink,
    private readonly invalidations: Invalidations,
    private readonly clock: Clock,
  ) {
    link.subscribe(CHANNEL, (message) => this.#onMessage(message));
    this.#stopListening = link.onUp(() => void this.catchUp());
    this.#scheduleCatchUp();
  }

  /** Whether every invalidation up to now is known here, as far as Redis can tell. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp && this.link.isUp;
  }

  /** Makes everything with one of these tags outdated, here at once and in every replica as soon as Redis passes it on. */
  async publish(tags: readonly string[]): Promise<void> {
    for (const tag of tags) {
      this.invalidations.invalidate(tag);
      this.#pending.add(tag);
    }
    if (this.#pending.size > MAX_PENDING) {
      this.#pending.clear();
      this.#pending.add(EVERYTHING);
    }
    // What is pending is outdated in Redis too, and nobody else knows yet.
    this.#isCaughtUp = false;
    await this.catchUp();
  }

  /** Appends what is pending and reads what was missed; its failure leaves both for the next time. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#appendAndRead().finally(() => {
      this.#catchingUp = undefined;
      if (this.#pending.size > 0 && this.link.isUp) void this.catchUp();
    });
    return this.#catchingUp;
  }

  close(): void {
    this.#cancelTimer?.();
    this.#stopListening();
  }

  async #appendAndRead(): Promise<void> {
    const tags = [...this.#pending];
    try {
      for (const tag of tags) {
        await this.link.run(async (client) => {
          const trim = { TRIM: { strategy: 'MAXLEN', strategyModifier: '=', threshold: LOG_LENGTH } } as const;
          const id = await client.xAdd(LOG, '*', { tag }, trim);
          await client.publish(CHANNEL, `${id} ${tag}`);
        });
        this.#pending.delete(tag);
      }
      const [records, first, length] = await this.link.run(
        (client) =>
          Promise.all([
            client.xRange(LOG, this.#lastId, '+'),
            client.xRange(LOG, '-', '+', { COUNT: 1 }),
            client.xLen(LOG),
          ]),
        CATCH_UP_BUDGET_MS,
      );
      this.#takeOver(records, first[0], length);
      this.#isCaughtUp = this.#pending.size === 0;
    } catch {
      this.#isCaughtUp = false;
    }
  }

  #takeOver(records: readonly LogRecord[], first: LogRecord | undefined, length: number): void {
    const isNew = this.#lastId === '0-0';
    // The record we read last is the first of the answer, unless the log was trimmed or lost meanwhile.
    const lost = !isNew && records[0]?.id !== this.#lastId;
    const missed = records.filter(({ id }) => id !== this.#lastId);
    if (lost) this.invalidations.invalidate(EVERYTHING);
    // A full log begins somewhere: what is older than its beginning may have been invalidated before.
    if (isNew && first !== undefined && length >= LOG_LENGTH) this.#record(first.id, EVERYTHING);
    for (const { id, message } of missed) this.#record(id, message['tag'] ?? EVERYTHING);
    const last = missed.at(-1);
    if (last !== undefined) this.#lastId = last.id;
    else if (lost) this.#lastId = '0-0';
    if (missed.length > 0 || lost) invalidationsCaughtUp.publish({ missed: missed.length, lost });
  }

  #onMessage(message: string): void {
    const separator = message.indexOf(' ');
    this.#record(message.slice(0, separator), message.slice(separator + 1));
  }

  #record(id: string, tag: string): void {
    this.invalidations.record({ at: positionOf(id), tag });
  }

  #scheduleCatchUp(): void {
    this.#cancelTimer = this.clock.schedule(CATCH_UP_MS, () => {
      this.#scheduleCatchUp();
      if (this.link.isUp) void this.catchUp();
    });
  }
}

/** The place of a record of a stream, from its id `milliseconds-counter`. */
function positionOf(id: string): Position {
  const [ms = '0', counter = '0'] = id.split('-');
  return position(Number(ms), Number(counter));
}
