import type { AppConfig } from '../config/index.js';
import { newId, sleep, type CancelTimer, type Clock } from '../core/index.js';

import { StoreUnavailableError } from './store.errors.js';

export type OutboxOptions = AppConfig['store']['outbox'];

/** How a group is written. */
export interface GroupWriter<Entry> {
  /**
   * Writes all of the group or nothing.
   *
   * @param id Of this group: the same at every attempt, so that a group that was written is not written twice.
   */
  write(group: readonly Entry[], id: string): Promise<void>;
  /** Whether the same group may succeed later. */
  isTransient(error: unknown): boolean;
  /** Resolves once what was written will survive a loss of power. */
  sync(): Promise<void>;
  /** Called for every entry once it is readable from the database, in order. */
  onWritten(entry: Entry): void;
  /** Called for an entry that the database refuses for good. */
  onRefused(entry: Entry, error: unknown): void;
}

export interface OutboxState {
  readonly entries: number;
  readonly bytes: number;
  /** Share of the capacity in use, in number or bytes, 0–1. */
  readonly usedRatio: number;
  /** Whether the latest attempt failed. */
  readonly isBlocked: boolean;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
  readonly isDurable: boolean;
  /** Called once the entry is written or refused. */
  readonly onSettled: ((error?: unknown) => void)[];
}

/** Entries written at once: a group of them takes about two milliseconds of this thread with SQLite. */
const MAX_GROUP_SIZE = 256;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 2_000;

/**
 * Entries waiting to be written to the database, bounded in number and bytes, written in order and in groups.
 *
 * One group is written at a time, so that the order of entries is the order in the database. A group that fails for a
 * transient reason is retried with growing pauses, without end; one that can never succeed is bisected until the
 * refused entry is found.
 */
export class Outbox<Entry> {
  #waiting: Waiting<Entry>[] = [];
  #bytes = 0;
  #isWriting = false;
  #isBlocked = false;
  #cancelTimer: CancelTimer | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(
    private readonly options: OutboxOptions,
    private readonly writer: GroupWriter<Entry>,
    private readonly clock: Clock,
  ) {}

  get state(): OutboxState {
    const entries = this.#waiting.length;
    const usedRatio = Math.max(entries / this.options.maxEntries, this.#bytes / this.options.maxBytes);
    return { entries, bytes: this.#bytes, usedRatio: Math.min(1, usedRatio), isBlocked: this.#isBlocked };
  }

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full. */
  requireRoom(): void {
    const { maxEntries, maxBytes } = this.options;
    if (this.#waiting.length < maxEntries && this.#bytes < maxBytes) return;
    throw new StoreUnavailableError('the database does not take what has to be recorded', MAX_RETRY_MS);
  }

  /**
   * Takes an entry to be written soon.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  enqueue(entry: Entry, bytes: number): void {
    this.requireRoom();
    this.#add({ entry, bytes, isDurable: false, onSettled: [] });
  }

  /**
   * Takes an entry and resolves once it, and all before it, will survive a loss of power; rejects if it is refused.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  async enqueueDurably(entry: Entry, bytes: number): Promise<void> {
    this.requireRoom();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    this.#add({ entry, bytes, isDurable: true, onSettled: [settle] });
    return promise;
  }

  /** Writes without lingering, and resolves once everything that waits now is written or refused. */
  async flush(): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    last.onSettled.push(() => resolve());
    void this.#writeGroups();
    await promise;
  }

  #add(waiting: Waiting<Entry>): void {
    this.#waiting.push(waiting);
    this.#bytes += waiting.bytes;
    if (this.#isWriting) return;
    if (this.#waiting.length >= MAX_GROUP_SIZE || waiting.isDurable) this.#schedule(0);
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
    while (this.#waiting.length > 0) await this.#write(this.#waiting.slice(0, MAX_GROUP_SIZE));
    this.#isWriting = false;
  }

  /** Retries with the same entries every time, because an attempt without an outcome may have written them. */
  async #write(group: readonly Waiting<Entry>[]): Promise<void> {
    const id = newId('grp');
    const entries = group.map(({ entry }) => entry);
    for (;;) {
      try {
        await this.writer.write(entries, id);
        if (group.some(({ isDurable }) => isDurable)) await this.writer.sync();
        break;
      } catch (error) {
        if (!this.writer.isTransient(error)) return this.#bisect(group, error);
        this.#isBlocked = true;
        await sleep(this.clock, this.#retryMs);
        this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
      }
    }
    this.#isBlocked = false;
    this.#retryMs = FIRST_RETRY_MS;
    for (const entry of entries) this.writer.onWritten(entry);
    this.#remove(group);
  }

  async #bisect(group: readonly Waiting<Entry>[], error: unknown): Promise<void> {
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
    for (const { bytes, onSettled } of group) {
      this.#bytes -= bytes;
      for (const settle of onSettled) settle(error);
    }
  }
}
