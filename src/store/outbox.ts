import type { AppConfig } from '../config/index.js';
import { newId, sleep, type CancelTimer, type Clock } from '../core/index.js';

import type { OutboxFile } from './outbox-file.js';
import { StoreUnavailableError } from './store.errors.js';

export type OutboxOptions = AppConfig['store']['outbox'];

/** How a group is written. */
export interface GroupWriter<Entry> {
  /** The JSON of an entry. */
  encode(entry: Entry): string | Uint8Array;
  /**
   * Writes all of the group or nothing.
   *
   * @param id Of this group: the same at every attempt, so that a group that was written is not written twice.
   */
  write(group: readonly Entry[], id: string): Promise<void>;
  /** Whether the entries themselves are at fault; otherwise the same group may succeed later. */
  isFaultOfRows(error: unknown): boolean;
  /** Stores an entry that is at fault where it can be read and written again; rejects if that fails now. */
  setAside(entry: Entry, error: unknown): Promise<void>;
  /** Resolves once what was written will survive a loss of power. */
  sync(): Promise<void>;
  /** Called for every entry once it is readable from the database, in order. */
  onWritten(entry: Entry): void;
  /** Called for an entry that is given up; `isKept` once it has been set aside. */
  onRefused(entry: Entry, error: unknown, isKept: boolean): void;
  /** Called when writing begins to fail, with the error, and without one when it succeeds again. */
  onBlocked(error?: unknown): void;
}

/** An entry, and what it takes in memory, bytes. */
export interface SizedEntry<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
}

export interface OutboxState {
  readonly entries: number;
  readonly bytes: number;
  /** Share of the capacity in use, in number or bytes, 0–1. */
  readonly usedRatio: number;
  /** Whether the latest attempt failed. */
  readonly isBlocked: boolean;
  /** How long attempts have failed, milliseconds; 0 when the latest succeeded. */
  readonly blockedMs: number;
}

interface Waiting<Entry> {
  readonly entry: Entry;
  readonly bytes: number;
  readonly isDurable: boolean;
  /** Its number in the file, where it is in the file. */
  readonly seq: number | undefined;
  /** Of the group it was written with by an earlier process, which may have been committed. */
  readonly groupId: string | undefined;
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
 * reason that is not its own is retried with growing pauses, without end; one that is at fault is bisected until the
 * entry is found, which is set aside.
 *
 * With an {@link OutboxFile} what was taken survives the end of the process: the next one writes it.
 */
export class Outbox<Entry> {
  #waiting: Waiting<Entry>[] = [];
  #bytes = 0;
  #isWriting = false;
  /** Since when attempts have failed, monotonic milliseconds. */
  #blockedAt: number | undefined;
  #cancelTimer: CancelTimer | undefined;

  constructor(
    private readonly options: OutboxOptions,
    private readonly writer: GroupWriter<Entry>,
    private readonly clock: Clock,
    private readonly file?: OutboxFile,
  ) {}

  /**
   * Takes what an earlier process could not write, before anything else.
   *
   * @param sizeOf What an entry takes in memory, bytes.
   * @returns those entries, in order.
   */
  restore(sizeOf: (entry: Entry) => number): Entry[] {
    const restored = (this.file?.unwritten ?? []).map(({ seq, text, groupId }) => {
      const entry = JSON.parse(text) as Entry;
      this.#add({ entry, bytes: sizeOf(entry), isDurable: false, seq, groupId, onSettled: [] });
      return entry;
    });
    return restored;
  }

  /** Whether what is taken now would survive the end of the process. */
  get isDurable(): boolean {
    return this.file?.isBroken === false;
  }

  get state(): OutboxState {
    const entries = this.#waiting.length;
    const usedRatio = Math.max(entries / this.options.maxEntries, this.#bytes / this.options.maxBytes);
    const blockedMs = this.#blockedAt === undefined ? 0 : this.clock.now() - this.#blockedAt;
    const isBlocked = this.#blockedAt !== undefined;
    return { entries, bytes: this.#bytes, usedRatio: Math.min(1, usedRatio), isBlocked, blockedMs };
  }

  /** @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full. */
  requireRoom(): void {
    const { maxEntries, maxBytes } = this.options;
    if (this.#waiting.length < maxEntries && this.#bytes < maxBytes) return;
    throw new StoreUnavailableError('the database does not take what has to be recorded', MAX_RETRY_MS);
  }

  /**
   * Takes entries to be written soon: all or none.
   *
   * @returns whether they will be written even if the process ends now.
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  enqueue(entries: readonly SizedEntry<Entry>[]): boolean {
    this.requireRoom();
    const first = this.#log(entries);
    for (const [i, sized] of entries.entries()) {
      const seq = first === undefined ? undefined : first + i;
      this.#add({ ...sized, isDurable: false, seq, groupId: undefined, onSettled: [] });
    }
    return first !== undefined;
  }

  /**
   * Takes an entry and resolves once it, and all before it, will survive a loss of power; rejects if it is set aside.
   *
   * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`, if the outbox is full.
   */
  async enqueueDurably(sized: SizedEntry<Entry>): Promise<void> {
    this.requireRoom();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    this.#add({ ...sized, isDurable: true, seq: this.#log([sized]), groupId: undefined, onSettled: [settle] });
    return promise;
  }

  /** An entry that is no JSON is a defect of its maker, who gets the error. */
  #log(entries: readonly SizedEntry<Entry>[]): number | undefined {
    return this.file?.append(entries.map(({ entry }) => this.writer.encode(entry)));
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
    while (this.#waiting.length > 0) await this.#write(...this.#nextGroup());
    this.file?.clear();
    this.#isWriting = false;
  }

  /** Of an earlier process exactly the group that may have been committed, under its id. */
  #nextGroup(): [group: readonly Waiting<Entry>[], id: string] {
    const id = this.#waiting[0]?.groupId;
    const end = this.#waiting.findIndex(({ groupId }) => groupId !== id);
    const group = this.#waiting.slice(0, end === -1 ? undefined : end);
    return id === undefined ? [group.slice(0, MAX_GROUP_SIZE), newId('grp')] : [group, id];
  }

  /** Retries with the same entries every time, because an attempt without an outcome may have written them. */
  async #write(group: readonly Waiting<Entry>[], id = newId('grp')): Promise<void> {
    const entries = group.map(({ entry }) => entry);
    const seqs = group.flatMap(({ seq }) => seq ?? []);
    const [first, last] = [seqs[0], seqs.at(-1)];
    if (first !== undefined && last !== undefined) this.file?.begin(id, first, last);
    const error = await this.#untilDone(async () => {
      await this.writer.write(entries, id);
      if (group.some(({ isDurable }) => isDurable)) await this.writer.sync();
    });
    if (error !== undefined) return this.#bisect(group, error.fault);
    for (const entry of entries) this.writer.onWritten(entry);
    this.#remove(group);
  }

  async #bisect(group: readonly Waiting<Entry>[], error: unknown): Promise<void> {
    const [only, ...others] = group;
    if (only !== undefined && others.length === 0) {
      const notKept = await this.#untilDone(() => this.writer.setAside(only.entry, error));
      this.writer.onRefused(only.entry, error, notKept === undefined);
      return this.#remove(group, error);
    }
    const middle = Math.ceil(group.length / 2);
    await this.#write(group.slice(0, middle));
    await this.#write(group.slice(middle));
  }

  /** Tries again, with growing pauses, until it succeeds or the rows are at fault. */
  async #untilDone(attempt: () => Promise<void>): Promise<{ readonly fault: unknown } | undefined> {
    for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(MAX_RETRY_MS, retryMs * 2)) {
      const error = await attempt().then(
        () => undefined,
        (fault: unknown) => ({ fault }),
      );
      if (error === undefined || this.writer.isFaultOfRows(error.fault)) {
        if (this.#blockedAt !== undefined) this.writer.onBlocked();
        this.#blockedAt = undefined;
        return error;
      }
      if (this.#blockedAt === undefined) this.writer.onBlocked(error.fault);
      this.#blockedAt ??= this.clock.now();
      await sleep(this.clock, retryMs);
    }
  }

  #remove(group: readonly Waiting<Entry>[], error?: unknown): void {
    this.#waiting = this.#waiting.slice(group.length);
    for (const { bytes, onSettled } of group) {
      this.#bytes -= bytes;
      for (const settle of onSettled) settle(error);
    }
  }
}
