import type { AppConfig } from '../config/index.js';
import { CancelledError, type Clock, type RequestClass } from '../core/index.js';
import type { PressureStep } from '../memory/index.js';
import { GradientLimit } from '../resilience/index.js';

import { AdmissionLaw, longestMsOf, type WorkLeft } from './admission-law.js';
import type { AdmissionRequest, Expected } from './admission-request.js';
import { AdmissionSlot, type Permit } from './admission-slot.js';
import { Brownout } from './brownout.js';
import { ClassScheduler, type ClassShare, type Lane } from './class-scheduler.js';
import { CoreTime } from './core-time.js';
import { EventLoopPacer } from './event-loop-pacer.js';
import type { QueueEntry } from './fair-queue.js';
import { OverloadedError, type LongerClass, type Refusal } from './optimizer.errors.js';
import { requestShed, type ShedReason } from './overload-events.js';

export type AdmissionOptions = AppConfig['admission'];

export interface AdmissionState {
  /** Being worked on. */
  readonly inFlight: number;
  /** Being worked on, or waiting for MCP servers. */
  readonly open: number;
  readonly queued: number;
  /** How many may be in flight at once, by the latest measurements. */
  readonly limit: number;
  readonly capacity: number;
  readonly shedTotal: number;
  /** Steps that answers go without under overload, 0 for none. */
  readonly brownout: number;
}

interface Waiter {
  readonly request: AdmissionRequest;
  /** What is left to do for it. */
  readonly left: WorkLeft;
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

/** Where a request waits. */
interface Place {
  readonly lane: Lane<Waiter>;
  readonly rank: number;
}

/** Classes that the pressure step `classes` rejects. */
const PATIENT_CLASSES: ReadonlySet<RequestClass> = new Set(['enhanced', 'multi-persona']);
/** Share of the shortest deadline that work may take; beyond it the limit shrinks and a waiting request gives its slot away. */
const MAX_WORK_RATIO = 0.25;
/** `Retry-After` under pressure, and while answers go without parts, milliseconds. */
const PRESSURE_RETRY_AFTER_MS = 1_000;
/** How long after a rejection {@link Admission.isShedding} holds, milliseconds. */
const SHEDDING_MEMORY_MS = 250;
/** Between two looks for waiting requests that have become late, milliseconds. */
const SWEEP_INTERVAL_MS = 25;

/**
 * Decides which requests start, how many at once and in which order, and rejects at once those that would miss their
 * deadline: which, {@link AdmissionLaw} says.
 *
 * - At most `limit` requests are in flight; {@link GradientLimit} derives it from their work time. Each class has a
 *   reserve beyond it, so that `critical` need not wait for other classes; when it waits, it is next.
 * - The other classes share the time by weight, the tenants of a class by theirs; within a tenant the earliest deadline
 *   goes first.
 * - One request starts in each turn of the event loop, after all arrivals have been seen (see {@link EventLoopPacer}).
 *
 * @remarks O(1) without a wait; otherwise O(waiting of its tenant) to queue and O(waiting tenants) to be picked.
 */
export class Admission {
  readonly #limit: GradientLimit;
  readonly #scheduler: ClassScheduler<Waiter>;
  readonly #law: AdmissionLaw;
  readonly #pacer: EventLoopPacer;
  readonly #core = new CoreTime();
  readonly #brownout: Brownout;
  readonly #openByTenant = new Map<string, number>();
  #parkAfterMs: number;
  #pressure: PressureStep | undefined;
  #open = 0;
  #queued = 0;
  #shedTotal = 0;
  #lastShedAt = -Infinity;
  #sweptAt = -Infinity;

  constructor(
    private readonly options: AdmissionOptions,
    shares: Readonly<Record<RequestClass, ClassShare>>,
    private readonly clock: Clock,
  ) {
    const { initialLimit, maxBrownout, maxLimit, minLimit, queueTargetRatio, tenantWeights } = options;
    this.#brownout = new Brownout(maxBrownout);
    this.#parkAfterMs = parkAfterMsOf(shares);
    this.#limit = new GradientLimit({ initialLimit, maxLimit, minLimit, rttCeilingMs: this.#parkAfterMs });
    this.#scheduler = new ClassScheduler(shares);
    const longestMs = longestMsOf(shares);
    this.#law = new AdmissionLaw({ targetRatio: queueTargetRatio, tenantWeights, longestMs }, this.#scheduler, clock);
    this.#pacer = new EventLoopPacer(clock, () => this.#dispatch());
  }

  /** Follows other shares of the classes. */
  change(shares: Readonly<Record<RequestClass, ClassShare>>): void {
    this.#parkAfterMs = parkAfterMsOf(shares);
    this.#scheduler.change(shares);
    this.#law.change(longestMsOf(shares));
  }

  get state(): AdmissionState {
    return {
      inFlight: this.#limit.inFlight,
      open: this.#open,
      queued: this.#queued,
      limit: this.#limit.limit,
      capacity: this.options.capacity,
      shedTotal: this.#shedTotal,
      brownout: this.brownout.level,
    };
  }

  /** What answers go without now. */
  get brownout(): Pick<Brownout, 'level' | 'leavesOut'> {
    this.#brownout.observe(this.clock.now(), this.#law.offeredMs);
    return this.#brownout;
  }

  /** Capacity for background work: 0 (every slot is taken, or under pressure or overload) to 1 (idle). */
  get spareRatio(): number {
    if (this.#queued > 0 || this.isStopped || this.brownout.level > 0) return 0;
    return Math.max(0, 1 - Math.max(this.#limit.inFlight / this.#limit.limit, this.#open / this.options.capacity));
  }

  /** While true, no background work starts, however long it has waited. */
  get isStopped(): boolean {
    return this.#pressure !== undefined;
  }

  /**
   * Follows the pressure on memory and the event loop.
   *
   * @param step `background` stops work that no request waits for, `classes` also rejects patient classes, `refusal`
   *   all requests.
   */
  setPressure(step: Extract<PressureStep, 'background' | 'classes' | 'refusal'> | undefined): void {
    if (rejectsSome(step) && !rejectsSome(this.#pressure)) this.#limit.backOff(0.5);
    this.#pressure = step;
  }

  /** Notes a new connection or request: waiting requests start after all arrivals have been seen. */
  noteArrival(): void {
    this.#pacer.noteArrival();
  }

  /** How long this process works on the answer to a question of a class that it has read, milliseconds. */
  writingMs(name: RequestClass): number {
    return this.#law.msOf('writing', name);
  }

  /** How long a request would wait for its slot now, milliseconds; undefined if it would be rejected. */
  predictWaitMs(requestClass: RequestClass, tenant: string, remainingMs: number): number | undefined {
    const request = { class: requestClass, tenant };
    const lane = this.#scheduler.of(requestClass);
    if (this.#refusalOf(request, remainingMs) !== undefined) return undefined;
    return this.#hasRoomFor(lane) ? 0 : this.#law.waitMs(request, this.clock.now() + remainingMs);
  }

  /**
   * A slot, at once or when it is this request's turn.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it would miss its deadline, or there is no room to wait.
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  async acquire(request: AdmissionRequest): Promise<Permit> {
    this.#offer(request);
    const reason = this.#refusalOf(request, request.deadline.remainingMs);
    if (reason !== undefined) throw this.reject(request, reason);
    const { lane, rank } = this.#placeOf(request);
    if (this.#hasRoomFor(lane) && this.#pacer.take()) return this.#take(lane, request, 0);
    const predictedWaitMs = this.#law.waitMs(request, request.deadline.at);
    const left = request.unread === undefined ? 'all' : 'reading';
    return this.#wait({ lane, rank }, request, left, () => this.#take(lane, request, predictedWaitMs));
  }

  /**
   * A question in work has been read, and its class is known: if others wait that are to go first, it waits for its turn.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it would miss its deadline.
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  settle(permit: Permit, request: AdmissionRequest): Promise<void> | undefined {
    const slot = permit as AdmissionSlot;
    const { class: name, deadline } = request;
    const lane = this.#scheduler.of(name);
    const provisional = this.#scheduler.of(slot.requestClass);
    this.#law.observeReading(this.#core.settle(slot.time, this.clock.now()));
    if (this.#queued === 0 || lane.deadlineMs <= provisional.deadlineMs) {
      slot.isSettled = true;
      provisional.inFlight--;
      lane.inFlight++;
      slot.requestClass = name;
      return undefined;
    }
    if (this.#law.isLate(request, deadline.remainingMs)) throw this.reject(request, 'deadline');
    return this.#waitAgain(slot, lane, request);
  }

  async #waitAgain(slot: AdmissionSlot, lane: Lane<Waiter>, request: AdmissionRequest): Promise<void> {
    const { class: name, deadline, tenant } = request;
    slot.pause();
    this.#countOpen(tenant, -1);
    let isWaiting = true;
    const resume = () => {
      isWaiting = false;
      this.#countOpen(tenant, 1);
      slot.isSettled = true;
      slot.requestClass = name;
      slot.resume();
    };
    try {
      await this.#wait({ lane, rank: deadline.at }, request, 'writing', resume);
    } finally {
      if (isWaiting) this.#countOpen(tenant, 1);
    }
  }

  /** Whether a request was rejected a moment ago: then calling {@link shedEarly} before any other work pays off. */
  get isShedding(): boolean {
    return this.clock.now() - this.#lastShedAt < SHEDDING_MEMORY_MS;
  }

  /** Rejects a request that {@link acquire} would reject now; undefined if it may proceed. */
  shedEarly(request: AdmissionRequest): Refusal | undefined {
    const reason = this.#refusalOf(request, request.deadline.remainingMs);
    if (reason === undefined) return undefined;
    this.#offer(request);
    return this.#shed(request, reason);
  }

  #offer(request: AdmissionRequest): void {
    this.#law.offer(request);
    this.#brownout.observe(this.clock.now(), this.#law.offeredMs);
    if (this.#queued > 0 && this.isShedding) this.#sweep(this.clock.now());
  }

  /** Rejects waiting requests that have become late: their callers need not wait for their turn to learn it. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_INTERVAL_MS) return;
    this.#sweptAt = now;
    for (const lane of this.#scheduler.byDeadline) {
      for (const flow of lane.queue.flows) {
        let own = 0;
        for (const entry of flow) {
          const { left, refuse, request } = entry.item;
          const { remainingMs } = request.deadline;
          if (!this.#law.isLateBehind(lane, request.tenant, own, left, remainingMs)) own += entry.work;
          else if (lane.queue.remove(entry)) {
            this.#countWaiting(request, -1);
            refuse(this.reject(request, 'deadline'));
          }
        }
      }
    }
  }

  async #wait<T>({ lane, rank }: Place, request: AdmissionRequest, left: WorkLeft, take: () => T): Promise<T> {
    const { deadline, tenant } = request;
    const turn = Promise.withResolvers<T>();
    const start = () => turn.resolve(take());
    const item = { request, left, start, refuse: turn.reject };
    const place = { flow: tenant, rank, work: this.#law.msOf(left, request.class), item };
    const entry = lane.queue.push(place, this.#law.weightOf(tenant), this.clock.now());
    this.#countWaiting(request, 1);
    this.#dispatch();
    try {
      return await deadline.wait(turn.promise);
    } catch (error) {
      if (error instanceof OverloadedError) throw error;
      this.#leave(lane, entry, turn.promise);
      if (error instanceof CancelledError) throw error;
      throw this.reject(request, 'deadline');
    }
  }

  #leave(lane: Lane<Waiter>, entry: QueueEntry<Waiter>, turn: Promise<unknown>): void {
    if (lane.queue.remove(entry)) this.#countWaiting(entry.item.request, -1);
    // The slot was granted at the moment the deadline passed: pass it on.
    else turn.then((permit) => (permit as Permit | undefined)?.release()).catch(() => undefined);
  }

  /** Why a request would be rejected; undefined if it would be admitted. */
  #refusalOf(request: Expected, remainingMs: number): ShedReason | undefined {
    const { capacity, queueCapacity, tenantRatio } = this.options;
    const { class: name, tenant, unread } = request;
    const lane = this.#scheduler.of(name);
    if (this.#pressure === 'refusal' || (this.#pressure === 'classes' && PATIENT_CLASSES.has(name))) return 'pressure';
    // Waiting requests will be open before this one, unless it overtakes them.
    const overtakes = name === 'critical';
    const ahead = this.#open + (overtakes ? 0 : this.#queued);
    if (ahead >= capacity + lane.reserve) return 'capacity';
    const ofTenant = (this.#openByTenant.get(tenant) ?? 0) + (overtakes ? 0 : this.#scheduler.waitingOf(tenant));
    if (ofTenant >= Math.ceil(capacity * tenantRatio) + lane.reserve) return 'tenant';
    if (remainingMs <= 0) return 'deadline';
    const first = unread === undefined ? lane : this.#scheduler.of(unread.class);
    if (this.#hasRoomFor(first)) return undefined;
    if ((overtakes ? lane.queue.size : this.#queued) >= queueCapacity) return 'queue_full';
    return this.#law.verdict(request, remainingMs);
  }

  /** Where a request waits: one that has not been read among those that may be as urgent. */
  #placeOf({ class: name, deadline, unread }: AdmissionRequest): Place {
    return unread === undefined
      ? { lane: this.#scheduler.of(name), rank: deadline.at }
      : { lane: this.#scheduler.of(unread.class), rank: unread.deadlineAt };
  }

  /** Only `critical` overtakes waiting requests. */
  #hasRoomFor(lane: Lane<Waiter>): boolean {
    const isNext = lane.name === 'critical' ? lane.queue.size === 0 : this.#queued === 0;
    return isNext && this.#mayStart(lane);
  }

  #mayStart({ inFlight, reserve }: Lane<Waiter>): boolean {
    return inFlight < reserve || this.#limit.inFlight < this.#limit.limit;
  }

  #countWaiting(request: AdmissionRequest, change: 1 | -1): void {
    this.#queued += change;
    this.#law.countWaiting(request, change);
  }

  #countOpen(tenant: string, change: 1 | -1): void {
    this.#open += change;
    const open = (this.#openByTenant.get(tenant) ?? 0) + change;
    if (open === 0) this.#openByTenant.delete(tenant);
    else this.#openByTenant.set(tenant, open);
  }

  #take(lane: Lane<Waiter>, { tenant }: AdmissionRequest, predictedWaitMs: number): Permit {
    this.#countOpen(tenant, 1);
    return new AdmissionSlot(this.#limit, this.clock, this.#parkAfterMs, predictedWaitMs, lane.name, {
      onWorking: (slot, isWorking) => {
        this.#scheduler.of(slot.requestClass).inFlight += isWorking ? 1 : -1;
        if (isWorking) this.#core.workOn(slot.time, this.clock.now());
        else this.#dispatch();
      },
      onPause: () => this.#core.pause(this.clock.now(), this.#queued > 0),
      onResume: (slot) => this.#core.workOn(slot.time, this.clock.now()),
      onReleased: (slot, isWhole) => {
        const now = this.clock.now();
        const workMs = this.#core.settle(slot.time, now);
        this.#core.pause(now, this.#queued > 0);
        this.#countOpen(tenant, -1);
        if (isWhole && slot.isSettled) this.#law.observeWriting(slot.requestClass, workMs);
      },
    });
  }

  /** Starts the next waiting request, if it may. */
  #dispatch(): void {
    if (this.#queued === 0 || this.#pacer.isTaken) return;
    const lane = this.#scheduler.next((candidate) => this.#mayStart(candidate));
    if (lane !== undefined && this.#pacer.take()) this.#startNext(lane);
  }

  #startNext(lane: Lane<Waiter>): void {
    const entry = lane.queue.pop(this.clock.now());
    if (entry === undefined) return;
    const { request, left, start, refuse } = entry.item;
    this.#countWaiting(request, -1);
    const toAnswerMs = this.#law.msOf(left === 'writing' ? 'writing' : 'all', request.class);
    if (request.deadline.remainingMs < toAnswerMs) return refuse(this.reject(request, 'deadline'));
    this.#scheduler.noteStart(lane, entry.work);
    start();
  }

  /** Rejects a request for that reason. */
  reject(request: AdmissionRequest, reason: ShedReason): OverloadedError {
    return new OverloadedError(this.#shed(request, reason));
  }

  #shed(request: AdmissionRequest, reason: ShedReason): Refusal {
    this.#shedTotal++;
    this.#lastShedAt = this.clock.now();
    if (reason !== 'cheaper_refused') this.#brownout.noteRejected(this.#lastShedAt, request.class);
    requestShed.publish({ class: request.class, reason });
    const waitMs = this.#law.waitMs(request, request.deadline.at);
    const retryAfterMs =
      reason === 'pressure' || reason === 'cheaper_refused'
        ? PRESSURE_RETRY_AFTER_MS
        : Math.max(this.#law.msOf('all', request.class), waitMs);
    const offer = reason === 'cheaper_refused' ? undefined : this.#offerInsteadOf(request);
    return { retryAfterMs: Math.ceil(retryAfterMs), offer };
  }

  /** A longer class in which the request would be admitted now. */
  #offerInsteadOf({ class: name, tenant }: AdmissionRequest): LongerClass | undefined {
    const { deadlineMs } = this.#scheduler.of(name);
    for (const longer of this.#scheduler.byDeadline) {
      if (longer.deadlineMs <= deadlineMs) continue;
      const waitMs = this.predictWaitMs(longer.name, tenant, longer.deadlineMs);
      if (waitMs !== undefined)
        return { class: longer.name, predictedMs: Math.ceil(waitMs + this.#law.msOf('all', longer.name)) };
    }
    return undefined;
  }
}

function rejectsSome(step: PressureStep | undefined): boolean {
  return step === 'classes' || step === 'refusal';
}

function parkAfterMsOf(shares: Readonly<Record<RequestClass, ClassShare>>): number {
  return MAX_WORK_RATIO * Math.min(...Object.values(shares).map(({ deadlineMs }) => deadlineMs));
}
