import type { RedisClientType } from 'redis';

import { EventChannel, observe, type CancelTimer, type Clock } from '../core/index.js';

import { RedisUnavailableError } from './cache.errors.js';

/** A connected client of `redis` 4, without modules. */
export type RedisClient = RedisClientType;

/** Creates a client, not connected; injected, so that `redis` is loaded only where it is configured. */
export type RedisClientFactory = () => RedisClient;

/** A subscription that survives reconnects. */
export interface RedisSubscription {
  readonly channel: string;
  readonly onMessage: (message: string) => void;
  /** Called whenever Redis is up again or the subscription was renewed: messages may have been lost before. */
  readonly onUp: () => void;
}

export interface RedisLinkOptions {
  /** Of one command, milliseconds. */
  readonly commandTimeoutMs: number;
  /** Before every key and channel. */
  readonly keyPrefix: string;
  /** Whether what is connected to can be used; if not, it counts as down. @default it can */
  readonly isUsable?: (client: RedisClient) => Promise<boolean>;
}

/** Published when Redis is marked down or up. */
export const redisLinkChanged = new EventChannel<{ readonly isUp: boolean }>('cache:redis:changed');

/** Injects the {@link RedisLink}, or undefined without `REDIS_URL`. */
export const REDIS_LINK = Symbol('REDIS_LINK');

/** Consecutive late commands after which Redis is marked down: a single pause is common. */
const MAX_LATE_COMMANDS = 2;
/** A timer this late means a stalled event loop, milliseconds. */
const STALL_MS = 5;
/** Restarts of a command's timeout because of stalls. */
const MAX_STALLS = 8;
/** Interval of probes while Redis is down, milliseconds. */
const PROBE_INTERVAL_MS = 200;
/** A connection without an answer for this long is replaced, milliseconds. */
const STALE_CONNECTION_MS = 3_000;

/**
 * The connection of this process to Redis, and a second one for subscriptions.
 *
 * Every command has a timeout, measured while the event loop runs. After two consecutive late commands, or when the
 * connection is lost, Redis is marked down: commands fail at once until a background probe is answered in time, so that
 * no request is the probe.
 *
 * @remarks A late command may still take effect.
 */
export class RedisLink {
  #client: RedisClient;
  #subscriber: RedisClient | undefined;
  #subscription: RedisSubscription | undefined;
  #isUp = false;
  #late = 0;
  #lateSince = -Infinity;
  #answeredAt: number;
  #isProbing = false;
  #isClosed = false;
  #cancelProbe: CancelTimer | undefined;

  /** Starts connecting without waiting for it. */
  constructor(
    private readonly options: RedisLinkOptions,
    private readonly createClient: RedisClientFactory,
    private readonly clock: Clock,
  ) {
    this.#answeredAt = clock.now();
    this.#client = this.#connect();
  }

  /** Whether commands are sent; false until the first probe is answered. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** The name of a key or channel in Redis: installations that share a server have different ones. */
  key(name: string): string {
    return this.options.keyPrefix + name;
  }

  /** The current client, for libraries that need one; replaced with a stale connection. */
  get client(): RedisClient {
    return this.#client;
  }

  /**
   * Runs one or several commands within a timeout.
   *
   * @param timeoutMs Milliseconds. @default the link's command timeout
   * @throws {RedisUnavailableError} `REDIS_UNAVAILABLE`, if Redis is late, or at once while it is down.
   */
  async run<T>(command: (client: RedisClient) => Promise<T>, timeoutMs = this.options.commandTimeoutMs): Promise<T> {
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
        const dueAt = this.clock.now() + timeoutMs;
        cancelTimer = this.clock.schedule(timeoutMs, () => {
          // Time in which the event loop stood still is not counted.
          if (this.clock.now() - dueAt > STALL_MS && ++stalls <= MAX_STALLS) waitOnce();
          // The answer may be in the socket: read it once more before giving up.
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

  /**
   * Starts the one subscription of this link.
   *
   * @returns a function that ends it.
   */
  subscribe(subscription: RedisSubscription): () => void {
    this.#subscription = subscription;
    this.#subscriber = this.#connectSubscriber(subscription);
    return () => {
      this.#subscription = undefined;
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
    // The client retries; failures are also emitted as `error`.
    client.connect().catch(() => undefined);
    this.#scheduleProbe();
    return client;
  }

  #connectSubscriber({ channel, onMessage }: RedisSubscription): RedisClient {
    const subscriber = this.createClient();
    subscriber.on('error', () => undefined);
    subscriber.on('ready', () => {
      const onPublished = (message: string) => observe('cache:redis:message', () => onMessage(message));
      subscriber.subscribe(channel, onPublished).then(
        () => this.#notifyUp(),
        () => undefined,
      );
    });
    subscriber.connect().catch(() => undefined);
    return subscriber;
  }

  /** Concurrent commands that met the same pause count once. */
  #onLate(sentAt: number): void {
    if (sentAt < this.#lateSince) return;
    this.#lateSince = this.clock.now();
    this.#late++;
    if (this.#late >= MAX_LATE_COMMANDS) this.#markDown();
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
    this.#cancelProbe ??= this.clock.schedule(PROBE_INTERVAL_MS, () => {
      this.#cancelProbe = undefined;
      this.#probe();
    });
  }

  /** Sends one ping at a time; an answer in time marks Redis up. */
  #probe(): void {
    if (this.#isClosed || this.#isUp) return;
    this.#scheduleProbe();
    if (this.clock.now() - this.#answeredAt > STALE_CONNECTION_MS) this.#replaceConnections();
    else if (!this.#isProbing && this.#client.isReady) void this.#ping(this.#client);
  }

  async #ping(client: RedisClient): Promise<void> {
    this.#isProbing = true;
    const sentAt = this.clock.now();
    const answer = await client.ping().catch(() => undefined);
    const answeredAt = this.clock.now();
    const isUsable = answer !== undefined && ((await this.options.isUsable?.(client)) ?? true);
    if (client !== this.#client || this.#isClosed) return;
    this.#isProbing = false;
    if (!isUsable) return;
    this.#answeredAt = answeredAt;
    if (this.#answeredAt - sentAt <= this.options.commandTimeoutMs) this.#markUp();
  }

  #markUp(): void {
    this.#cancelProbe?.();
    this.#cancelProbe = undefined;
    this.#late = 0;
    if (this.#isUp) return;
    this.#isUp = true;
    redisLinkChanged.publish({ isUp: true });
    this.#notifyUp();
  }

  #notifyUp(): void {
    if (this.#isUp) observe('cache:redis:up', () => this.#subscription?.onUp());
  }

  /** `redis` never closes a connection whose peer has fallen silent. */
  #replaceConnections(): void {
    this.#answeredAt = this.clock.now();
    this.#isProbing = false;
    drop(this.#client);
    this.#client = this.#connect();
    if (this.#subscriber !== undefined) drop(this.#subscriber);
    if (this.#subscription !== undefined) this.#subscriber = this.#connectSubscriber(this.#subscription);
  }
}

function drop(client: RedisClient): void {
  client.removeAllListeners();
  client.on('error', () => undefined);
  client.disconnect().catch(() => undefined);
}
