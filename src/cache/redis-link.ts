import type { RedisClientType } from 'redis';

import { EventChannel, type CancelTimer, type Clock } from '../core/index.js';

import { RedisUnavailableError } from './cache.errors.js';

/** A connected client of `redis` 4, without modules. */
export type RedisClient = RedisClientType;

/** Makes a client that is not connected yet; injected, so that `redis` is loaded by whoever needs it. */
export type RedisClientFactory = () => RedisClient;

export interface RedisLinkOptions {
  /** Longest wait for one command, milliseconds. */
  readonly budgetMs: number;
}

/** Published when Redis goes out of use or comes back. */
export const redisLinkChanged = new EventChannel<{ readonly isUp: boolean }>('cache:redis:changed');

/** Injects the {@link RedisLink}, or undefined without `REDIS_URL`. */
export const REDIS_LINK = Symbol('REDIS_LINK');

/** So many commands late one after the other, and Redis is taken for down: one pause may be bad luck. */
const LATE_IN_A_ROW = 2;
/** A timer so much behind tells that the event loop stood still, milliseconds. */
const STALL_MS = 5;
/** So often a command is given its budget anew because of that. */
const MAX_STALLS = 8;
/** Time between two looks whether Redis is back, milliseconds. */
const PROBE_MS = 200;
/** A connection that has not answered for so long is given up for a new one, milliseconds. */
const STALE_CONNECTION_MS = 3_000;

/**
 * The one connection to Redis of this process, and a second one for subscriptions.
 *
 * No command waits longer than its budget, in which the event loop turns. After two late ones, the second sent when the
 * first was known to be, or when the connection is lost, commands are refused at once until a probe in the background has
 * been answered in time, so that no request is ever the probe.
 *
 * @remarks A command that was late may still take effect.
 */
export class RedisLink {
  readonly #subscriptions = new Map<string, (message: string) => void>();
  readonly #onUp = new Set<() => void>();
  #client: RedisClient;
  #subscriber: RedisClient | undefined;
  #isUp = false;
  #late = 0;
  #lateSince = -Infinity;
  #answeredAt: number;
  #isProbing = false;
  #isClosed = false;
  #cancelProbe: CancelTimer | undefined;

  /** Starts connecting at once and does not wait for it. */
  constructor(
    private readonly options: RedisLinkOptions,
    private readonly createClient: RedisClientFactory,
    private readonly clock: Clock,
  ) {
    this.#answeredAt = clock.now();
    this.#client = this.#connect();
  }

  /** Whether commands are being sent; false until the first answer. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** The present client, for libraries that need one; it is replaced when its connection is given up. */
  get client(): RedisClient {
    return this.#client;
  }

  /**
   * Runs a command, or several, within the budget.
   *
   * @param budgetMs Longest wait, milliseconds. @default the budget of the link
   * @throws {RedisUnavailableError} `REDIS_UNAVAILABLE`, if Redis is late, or at once while it is down.
   */
  async run<T>(command: (client: RedisClient) => Promise<T>, budgetMs = this.options.budgetMs): Promise<T> {
    if (!this.#isUp) throw new RedisUnavailableError('down');
    return new Promise<T>((resolve, reject) => {
      let isOver = false;
      let stalls = 0;
      const sentAt = this.clock.now();
      let cancelTimer: CancelTimer;
      const giveUp = () => {
        if (isOver) return;
        isOver = true;
        this.#onLate(sentAt);
        reject(new RedisUnavailableError('late'));
      };
      const waitOnce = () => {
        const dueAt = this.clock.now() + budgetMs;
        cancelTimer = this.clock.schedule(budgetMs, () => {
          // While this process could not listen, Redis could not be heard: that time is not Redis's.
          if (this.clock.now() - dueAt > STALL_MS && ++stalls <= MAX_STALLS) waitOnce();
          // An answer may lie in the socket while we were busy with something else: look once more.
          else setImmediate(giveUp);
        });
      };
      waitOnce();
      const settle = () => {
        cancelTimer();
        if (isOver) return false;
        isOver = true;
        this.#late = 0;
        this.#answeredAt = this.clock.now();
        return true;
      };
      command(this.#client).then(
        (value) => settle() && resolve(value),
        (error: Error) => settle() && reject(error),
      );
    });
  }

  /** Calls `listener` with every message on a channel, also after the connection was lost and made anew. */
  subscribe(channel: string, listener: (message: string) => void): void {
    this.#subscriptions.set(channel, listener);
    this.#subscriber ??= this.#connectSubscriber();
    if (this.#subscriber.isReady) this.#listen(this.#subscriber, channel, listener);
  }

  /**
   * Calls `listener` each time Redis is in use again, and each time subscriptions were made anew: messages may have
   * been lost before.
   *
   * @returns a function that ends it.
   */
  onUp(listener: () => void): () => void {
    this.#onUp.add(listener);
    return () => {
      this.#onUp.delete(listener);
    };
  }

  close(): void {
    this.#isClosed = true;
    this.#isUp = false;
    this.#cancelProbe?.();
    drop(this.#client);
    if (this.#subscriber !== undefined) drop(this.#subscriber);
  }

  #connect(): RedisClient {
    const client = this.createClient();
    client.on('ready', () => this.#probe());
    client.on('error', () => this.#markDown());
    // Failures to connect come as `error` too, and are tried again.
    client.connect().catch(() => undefined);
    this.#scheduleProbe();
    return client;
  }

  #connectSubscriber(): RedisClient {
    const subscriber = this.createClient();
    subscriber.on('error', () => undefined);
    subscriber.on('ready', () => {
      for (const [channel, listener] of this.#subscriptions) this.#listen(subscriber, channel, listener);
    });
    subscriber.connect().catch(() => undefined);
    return subscriber;
  }

  #listen(subscriber: RedisClient, channel: string, listener: (message: string) => void): void {
    subscriber.subscribe(channel, listener).then(
      () => this.#tellUp(),
      () => undefined,
    );
  }

  /** Commands that were under way together have met the same pause, which counts once. */
  #onLate(sentAt: number): void {
    if (sentAt < this.#lateSince) return;
    this.#lateSince = this.clock.now();
    this.#late++;
    if (this.#late >= LATE_IN_A_ROW) this.#markDown();
  }

  #markDown(): void {
    if (this.#isUp) {
      this.#isUp = false;
      redisLinkChanged.publish({ isUp: false });
    }
    this.#scheduleProbe();
  }

  #scheduleProbe(): void {
    if (this.#isClosed) return;
    this.#cancelProbe ??= this.clock.schedule(PROBE_MS, () => {
      this.#cancelProbe = undefined;
      this.#probe();
    });
  }

  /** One ping at a time; its answer, in time, brings Redis back into use. */
  #probe(): void {
    if (this.#isClosed || this.#isUp) return;
    this.#scheduleProbe();
    if (this.clock.now() - this.#answeredAt > STALE_CONNECTION_MS) {
      this.#replaceConnections();
      return;
    }
    if (this.#isProbing || !this.#client.isReady) return;
    this.#isProbing = true;
    void this.#ping(this.#client);
  }

  async #ping(client: RedisClient): Promise<void> {
    const sentAt = this.clock.now();
    const isAnswered = await client.ping().then(
      () => true,
      () => false,
    );
    if (client !== this.#client || this.#isClosed) return;
    this.#isProbing = false;
    if (!isAnswered) return;
    this.#answeredAt = this.clock.now();
    if (this.#answeredAt - sentAt <= this.options.budgetMs) this.#markUp();
  }

  #markUp(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
    this.#late = 0;
    if (this.#isUp) return;
    this.#isUp = true;
    redisLinkChanged.publish({ isUp: true });
    this.#tellUp();
  }

  #tellUp(): void {
    if (this.#isUp) for (const listener of this.#onUp) listener();
  }

  /** `redis` never gives up a connection whose other end has fallen silent. */
  #replaceConnections(): void {
    this.#answeredAt = this.clock.now();
    this.#isProbing = false;
    drop(this.#client);
    this.#client = this.#connect();
    if (this.#subscriber !== undefined) {
      drop(this.#subscriber);
      this.#subscriber = this.#connectSubscriber();
    }
  }
}

function drop(client: RedisClient): void {
  client.removeAllListeners();
  client.on('error', () => undefined);
  client.disconnect().catch(() => undefined);
}
