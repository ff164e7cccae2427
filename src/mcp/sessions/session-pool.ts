import type { StdioServerConfig } from '../../config/index.js';
import type { CancelTimer, Clock, Deadline } from '../../core/index.js';
import type { PoolUse } from '../../memory/index.js';
import { ServerCutOffError, SessionLostError, SessionsExhaustedError } from '../transport/mcp.errors.js';

import type { IdleSessions, SessionLimit } from './session-limit.js';
import type { StartBackoff } from './start-backoff.js';
import type { ToolSession } from './tool-session.js';

export type SessionPoolOptions = StdioServerConfig['pool'] & { readonly server: string };

interface Slot {
  readonly session: ToolSession;
  readonly tenant: string;
  readonly release: () => void;
}

/**
 * The sessions with one server: opened on demand, shared by concurrent calls, reopened after a loss, closed when idle.
 */
export class SessionPool implements IdleSessions {
  #slots: Slot[] = [];
  readonly #opening = new Map<string, Promise<ToolSession>>();
  #cancelReaper: CancelTimer | undefined;
  #isClosed = false;
  #opened = 0;
  #uses = 0;
  readonly #unregister: () => void;
  /** Called when a session ended without having been closed. */
  onLost: ((reason: SessionLostError) => void) | undefined;

  /** @param open Opens one session, inspected and ready, within a time-out of its own. */
  constructor(
    private readonly options: SessionPoolOptions,
    private readonly open: () => Promise<ToolSession>,
    private readonly backoff: StartBackoff,
    private readonly limit: SessionLimit,
    private readonly clock: Clock,
  ) {
    this.#unregister = limit.register(this);
  }

  get use(): PoolUse {
    const borrowed = this.#slots.filter(({ session }) => session.inFlight > 0).length;
    return { made: this.#opened, uses: this.#uses, borrowed, available: this.#slots.length - borrowed };
  }

  get state(): { readonly sessions: number; readonly maxSessions: number; readonly opened: number } {
    return { sessions: this.#slots.length, maxSessions: this.options.maxSessions, opened: this.#opened };
  }

  get isQuarantined(): boolean {
    return this.backoff.isQuarantined;
  }

  /**
   * Runs `work` on the least busy session of the tenant, opening one if there is none.
   *
   * @param avoid A session used only if there is no other.
   * @throws {ServerQuarantinedError | SessionsExhaustedError | SessionLostError} if no session is available.
   * @throws {DeadlineExceededError | CancelledError} if the deadline ends first; opening the session continues.
   */
  async run<T>(
    tenant: string,
    deadline: Deadline,
    work: (session: ToolSession) => Promise<T>,
    avoid?: ToolSession,
  ): Promise<T> {
    this.#uses++;
    const owner = this.options.sharedByTenants ? '' : tenant;
    const session = this.#choose(owner, avoid) ?? (await deadline.wait(this.#openFor(owner)));
    const result = await work(session);
    this.backoff.succeeded();
    return result;
  }

  evictIdle(): boolean {
    const idle = this.#slots
      .filter(({ session }) => session.inFlight === 0)
      .toSorted((a, b) => a.session.lastUsedAt - b.session.lastUsedAt)[0];
    if (idle === undefined) return false;
    this.#dismiss(idle);
    return true;
  }

  /** Closes the pool, and each session as soon as its last call has ended. */
  async drain(): Promise<void> {
    this.#isClosed = true;
    this.#cancelReaper?.();
    this.#unregister();
    await Promise.allSettled(this.#opening.values());
    await Promise.all(this.#slots.map((slot) => this.#drainSlot(slot)));
  }

  #choose(owner: string, avoid: ToolSession | undefined): ToolSession | undefined {
    let best: ToolSession | undefined;
    for (const { session, tenant } of this.#slots) {
      if (tenant !== owner || !session.isUsable || session === avoid) continue;
      if (best === undefined || session.inFlight < best.inFlight) best = session;
    }
    const isBusy = best === undefined ? avoid?.isUsable === true : best.inFlight >= this.options.callsPerSession;
    // This call shares a busy session; the new one serves later calls.
    if (isBusy && this.#hasRoom) void this.#openFor(owner).catch(() => undefined);
    return best ?? (avoid?.isUsable === true ? avoid : undefined);
  }

  get #hasRoom(): boolean {
    return this.#slots.length + this.#opening.size < this.options.maxSessions;
  }

  #openFor(owner: string): Promise<ToolSession> {
    const pending = this.#opening.get(owner);
    if (pending !== undefined) return pending;
    const opening = this.#start(owner).finally(() => this.#opening.delete(owner));
    this.#opening.set(owner, opening);
    return opening;
  }

  async #start(owner: string): Promise<ToolSession> {
    const { server } = this.options;
    if (this.#isClosed) throw new SessionLostError(server, 'removed');
    this.backoff.check();
    const release = this.#hasRoom || this.evictIdle() ? this.limit.acquire() : undefined;
    if (release === undefined) throw new SessionsExhaustedError(server);
    try {
      this.#opened++;
      const session = await this.open();
      this.#add({ session, tenant: owner, release });
      return session;
    } catch (error) {
      release();
      this.backoff.failed();
      if (error instanceof ServerCutOffError) this.backoff.cutOff();
      throw error;
    }
  }

  #add(slot: Slot): void {
    const { session } = slot;
    session.onLost = (reason) => {
      this.#remove(slot);
      if (session.served === 0) this.backoff.failed();
      if (reason.loss === 'cutOff') this.backoff.cutOff();
      this.onLost?.(reason);
      this.#reopenLater(slot.tenant);
    };
    this.#slots.push(slot);
    this.#armReaper();
  }

  /** Reopens a lost session in the background, before the next call needs it. */
  #reopenLater(owner: string): void {
    this.clock.schedule(this.backoff.jitteredWaitMs, () => {
      const hasOne = this.#slots.some(({ tenant }) => tenant === owner);
      if (!hasOne && !this.#isClosed) void this.#openFor(owner).catch(() => undefined);
    });
  }

  #armReaper(): void {
    if (this.#isClosed) return;
    this.#cancelReaper ??= this.clock.schedule(this.options.idleMs, () => {
      this.#cancelReaper = undefined;
      const usedSince = this.clock.now() - this.options.idleMs;
      const isIdle = ({ session }: Slot) => session.inFlight === 0 && session.lastUsedAt <= usedSince;
      for (const slot of this.#slots.filter(isIdle)) this.#dismiss(slot);
      if (this.#slots.length > 0) this.#armReaper();
    });
  }

  #dismiss(slot: Slot): void {
    this.#remove(slot);
    void slot.session.close().catch(() => undefined);
  }

  #remove(slot: Slot): void {
    this.#slots = this.#slots.filter((other) => other !== slot);
    slot.release();
  }

  async #drainSlot(slot: Slot): Promise<void> {
    const { session } = slot;
    if (session.inFlight > 0 && session.isUsable) {
      await new Promise<void>((resolve) => {
        session.onIdle = resolve;
        session.onLost = () => resolve();
      });
    }
    this.#remove(slot);
    await session.close().catch(() => undefined);
  }
}
