import { newId, type CancelTimer, type Clock } from '../core/index.js';

import { StoreUnavailableError } from './store.errors.js';

export interface OutboxOptions {
  /** Entries waiting to be written. */
  readonly maxEntries: number;
  /** Their bytes together, as {@link Outbox.enqueue} is told. */
  readonly maxBytes: number;
  /** Longest time the first entry of a group waits for others, milliseconds. */
  readonly lingerMs: number;
}

/** How a group is written. */
export interface GroupWriter<Entry> {
  /**
   * Writes all of the group or nothing.
   *
   * @param id Of this group: the same when it is tried again, so that a group that was written is not written twice.
   */
  write(group: readonly Entry[], id: string): Promise<void>;
  /** Whether the same group may succeed later. */
  isTransient(error: unknown): boolean;
  /** Resolves once what was written will survive a loss of power. */
  sync(): Promise<void>;
  /** Told of every entry once it is readable from the database, in order. */
  onWritten(entry: Entry): void;
  /** Told of an entry that the database will never take. */
  onRefused(entry: Entry, error: unknown): void;
}

export interface OutboxState {
  readonly entries: number;
  readonly bytes: number;
  /** How much of the room is taken, in number or bytes, 0–1. */
  readonly usedRatio: number;
  /** Whether the latest attempt failed. */
  readonly isBlocked: boolean;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
  readonly settle: ((error?: unknown) => void) | undefined;
}

/** Entries written at once: a group of them takes about two milliseconds of this thread with SQLite. */
const MAX_GROUP = 256;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 2_000;

/**
 * What waits to be written to the database, bounded in number and bytes, written in order and in groups.
 *
 * One group is under way at a time, so that the order of entries is the order in the database. A group that fails for a
 * passing reason is tried again, with growing pauses, for as long as it takes; one that can never succeed is taken apart
 * until the entry at fault is found.
 */
export class Outbox<Entry> {
  #waiting: Waiting<Entry>[] = [];
  #bytes = 0;
  #isWriting = false;
  #isStuck = false;
  #cancelTimer: CancelTimer | undefined;
  #retryMs = FIRST_RETRY_MS;
  #added = 0;
  #removed = 0;
  /** Who waits until that many entries have been removed, in order. */
  readonly #flushes: { readonly upTo: number; readonly resolve: () => void }[] = [];

  constructor(
    private readonly options: OutboxOptions,
    private readonly writer: GroupWriter<Entry>,
    private readonly clock: Clock,
  ) {}

  get state(): OutboxState {
    const entries = this.#waiting.length;
    const usedRatio = Math.max(entries / this.options.maxEntries, this.#bytes / this.options.maxBytes);
    return { entries, bytes: this.#bytes, usedRatio: Math.min(1, usedRatio), isBlocked: this.#isStuck };
  }

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if as much waits already as may. */
  requireRoom(): void {
    const { maxEntries, maxBytes } = this.options;
    if (this.#waiting.length < maxEntries && this.#bytes < maxBytes) return;
    throw new StoreUnavailableError('the database does not take what has to be recorded', MAX_RETRY_MS);
  }

  /**
   * Takes an entry to be written soon.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if as much waits already as may.
   */
  enqueue(entry: Entry, bytes: number): void {
    this.requireRoom();
    this.#add({ entry, bytes, settle: undefined });
  }

  /**
   * Takes an entry and resolves once it, and all before it, will survive a loss of power.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if as much waits already as may.
   */
  async enqueueDurably(entry: Entry, bytes: number): Promise<void> {
    this.requireRoom();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    this.#add({ entry, bytes, settle });
    return promise;
  }

  /** Writes without lingering, and resolves when nothing that waits now waits any more. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flushes.push({ upTo: this.#added, resolve });
    void this.#writeGroups();
    await promise;
  }

  #add(waiting: Waiting<Entry>): void {
    this.#waiting.push(waiting);
    this.#bytes += waiting.bytes;
    this.#added++;
    if (this.#isWriting) return;
    if (this.#waiting.length >= MAX_GROUP || waiting.settle !== undefined) this.#schedule(0);
    else if (this.#cancelTimer === undefined) this.#schedule(this.options.lingerMs);
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.clock.schedule(delayMs, () => void this.#writeGroups());
  }

  async #writeGroups(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (this.#waiting.length > 0) await this.#write(this.#waiting.slice(0, MAX_GROUP));
    this.#isWriting = false;
  }

  /** Tries until the group is written or its fault is found; the same entries every time, for the database may have them. */
  async #write(group: readonly Waiting<Entry>[]): Promise<void> {
    const id = newId('grp');
    for (;;) {
      try {
        await this.writer.write(
          group.map(({ entry }) => entry),
          id,
        );
        if (group.some(({ settle }) => settle !== undefined)) await this.writer.sync();
        break;
      } catch (error) {
        if (!this.writer.isTransient(error)) return this.#takeApart(group, error);
        this.#isStuck = true;
        await new Promise<void>((resolve) => this.clock.schedule(this.#retryMs, resolve));
        this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
      }
    }
    this.#isStuck = false;
    this.#retryMs = FIRST_RETRY_MS;
    for (const { entry } of group) this.writer.onWritten(entry);
    this.#remove(group);
  }

  async #takeApart(group: readonly Waiting<Entry>[], error: unknown): Promise<void> {
    if (group.length === 1) {
      for (const { entry } of group) this.writer.onRefused(entry, error);
      return this.#remove(group, error);
    }
    const middle = Math.ceil(group.length / 2);
    await this.#write(group.slice(0, middle));
    await this.#write(group.slice(middle));
  }

  #remove(group: readonly Waiting<Entry>[], error?: unknown): void {
    this.#waiting = this.#waiting.slice(group.length);
    for (const { bytes, settle } of group) {
      this.#bytes -= bytes;
      settle?.(error);
    }
    this.#removed += group.length;
    while ((this.#flushes[0]?.upTo ?? Infinity) <= this.#removed) this.#flushes.shift()?.resolve();
  }
}
