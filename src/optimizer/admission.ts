import type { AppConfig } from '../config/index.js';
import { CancelledError, REQUEST_CLASSES, type Clock, type Deadline, type RequestClass } from '../core/index.js';
import type { PressureStep } from '../memory/index.js';
import { Ewma, GradientLimit } from '../resilience/index.js';

import { AdmissionSlot, type Permit } from './admission-slot.js';
import { ClassScheduler, type ClassShare, type Lane } from './class-scheduler.js';
import { DepartureRate } from './departure-rate.js';
import type { QueueEntry } from './fair-queue.js';
import { EventLoopPacer } from './event-loop-pacer.js';
import { OverloadedError, type LongerClass, type Refusal } from './optimizer.errors.js';
import { requestShed, shedProbed, type ShedReason } from './overload-events.js';
import { ShedProbes } from './shed-probes.js';
import { StandingQueueDetector } from './standing-queue-detector.js';
import { WaitCalibration } from './wait-calibration.js';

export type AdmissionOptions = AppConfig['admission'];

/** A request for a slot. */
export interface AdmissionRequest {
  readonly class: RequestClass;
  readonly tenant: string;
  /** When the reply must begin. */
  readonly deadline: Deadline;
}

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
}

interface Waiter {
  readonly request: AdmissionRequest;
  readonly predictedWaitMs: number;
  readonly since: number;
  /** Predicted to miss its deadline, and admitted to score the prediction. */
  readonly isProbe: boolean;
  readonly grant: (permit: Permit) => void;
  readonly refuse: (error: Error) => void;
}

/** Classes that the pressure step `classes` rejects. */
const PATIENT_CLASSES: ReadonlySet<RequestClass> = new Set(['enhanced', 'multi-persona']);
/** Calibration never lowers a predicted wait below this share of itself. */
const MIN_TRUST = 0.1;
/** Only the deadline bounds the queue of `critical`: a request admitted too late delays all those behind it. */
const MIN_CRITICAL_TRUST = 0.7;
/** Weight of the newest sample in the moving average of the work time. */
const EWMA_WEIGHT = 0.05;
/** Work time before the first measurement, milliseconds. */
const INITIAL_WORK_MS = 5;
/** Share of the shortest deadline that work may take; beyond it the limit shrinks and a waiting request gives its slot away. */
const MAX_WORK_RATIO = 0.25;
/** `Retry-After` under pressure, milliseconds. */
const PRESSURE_RETRY_AFTER_MS = 1_000;
/** How long after a rejection {@link Admission.isShedding} holds, milliseconds. */
const SHEDDING_MEMORY_MS = 250;

/**
 * Decides which requests start, how many at once and in which order, and rejects at once those that would miss their
 * deadline.
 *
 * - At most `limit` requests are in flight; {@link GradientLimit} derives it from their work time. Each class has a
 *   reserve beyond it, so that `critical` need not wait for other classes; when it waits, it is next.
 * - The other classes share free slots by weight, the tenants of a class by theirs; within a tenant the earliest
 *   deadline goes first.
 * - A request that would wait past its deadline is rejected on arrival, with `Retry-After` and a longer class that would
 *   be in time. While the queue stands (see {@link StandingQueueDetector}), a request that would wait longer than the
 *   target of its class is rejected too.
 * - One request starts in each turn of the event loop, after all arrivals have been seen (see {@link EventLoopPacer}).
 *
 * @remarks O(1) without a wait; otherwise O(log n) to queue and O(waiting tenants) to be picked.
 */
export class Admission {
  readonly #limit: GradientLimit;
  readonly #scheduler: ClassScheduler<Waiter>;
  readonly #pacer: EventLoopPacer;
  /** Of all waiting requests, and of those that `critical` overtakes. */
  readonly #departures = new DepartureRate(INITIAL_WORK_MS);
  readonly #patientDepartures = new DepartureRate(INITIAL_WORK_MS);
  readonly #standingQueue = new StandingQueueDetector();
  readonly #probes = new ShedProbes();
  readonly #calibrations = Object.fromEntries(
    REQUEST_CLASSES.map((name) => [name, new WaitCalibration(name === 'critical' ? MIN_CRITICAL_TRUST : MIN_TRUST)]),
  ) as Record<RequestClass, WaitCalibration>;
  readonly #openByTenant = new Map<string, number>();
  #parkAfterMs: number;
  #pressure: PressureStep | undefined;
  #open = 0;
  #queued = 0;
  #shedTotal = 0;
  #lastShedAt = -Infinity;
  readonly #meanWorkMs = new Ewma(EWMA_WEIGHT, INITIAL_WORK_MS);

  constructor(
    private readonly options: AdmissionOptions,
    shares: Readonly<Record<RequestClass, ClassShare>>,
    private readonly clock: Clock,
  ) {
    const { initialLimit, maxLimit, minLimit, queueTargetRatio } = options;
    this.#parkAfterMs = parkAfterMsOf(shares);
    this.#limit = new GradientLimit({ initialLimit, maxLimit, minLimit, rttCeilingMs: this.#parkAfterMs });
    this.#scheduler = new ClassScheduler(shares, queueTargetRatio);
    this.#pacer = new EventLoopPacer(clock, () => this.#dispatch());
  }

  /** Follows other shares of the classes. */
  change(shares: Readonly<Record<RequestClass, ClassShare>>): void {
    this.#parkAfterMs = parkAfterMsOf(shares);
    this.#scheduler.change(shares);
  }

  get state(): AdmissionState {
    return {
      inFlight: this.#limit.inFlight,
      open: this.#open,
      queued: this.#queued,
      limit: this.#limit.limit,
      capacity: this.options.capacity,
      shedTotal: this.#shedTotal,
    };
  }

  /** Capacity for background work: 0 (every slot is taken, or under pressure) to 1 (idle). */
  get spareRatio(): number {
    if (this.#queued > 0 || this.isStopped) return 0;
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

  /** How long a request would wait for its slot now, milliseconds; undefined if it would be rejected. */
  predictWaitMs(requestClass: RequestClass, tenant: string, remainingMs: number): number | undefined {
    const lane = this.#scheduler.of(requestClass);
    if (this.#refusalOf(lane, tenant, remainingMs) !== undefined) return undefined;
    return this.#hasRoomFor(lane) ? 0 : this.#waitMs(lane, tenant);
  }

  /**
   * A slot, at once or when it is this request's turn.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it would miss its deadline, or there is no room to wait.
   * @throws {CancelledError} `CANCELLED`, if the request is cancelled while it waits.
   */
  async acquire(request: AdmissionRequest): Promise<Permit> {
    const lane = this.#scheduler.of(request.class);
    const reason = this.#refusalOf(lane, request.tenant, request.deadline.remainingMs);
    const isProbe = reason === 'deadline' && this.#probes.admits();
    if (reason !== undefined && !isProbe) throw new OverloadedError(this.#shed(lane, request.tenant, reason));
    if (this.#hasRoomFor(lane) && this.#pacer.take()) return this.#take(lane, request.tenant, 0);
    return this.#wait(lane, request, isProbe);
  }

  /** Whether a request was rejected a moment ago: then calling {@link shedEarly} before any other work pays off. */
  get isShedding(): boolean {
    return this.clock.now() - this.#lastShedAt < SHEDDING_MEMORY_MS;
  }

  /** Rejects a request that {@link acquire} would reject now; undefined if it may proceed. */
  shedEarly({ class: name, deadline, tenant }: AdmissionRequest): Refusal | undefined {
    const lane = this.#scheduler.of(name);
    const reason = this.#refusalOf(lane, tenant, deadline.remainingMs);
    if (reason === undefined || (reason === 'deadline' && this.#probes.admitsEarly())) return undefined;
    return this.#shed(lane, tenant, reason);
  }

  async #wait(lane: Lane<Waiter>, request: AdmissionRequest, isProbe: boolean): Promise<Permit> {
    const { deadline, tenant } = request;
    const turn = Promise.withResolvers<Permit>();
    const predictedWaitMs = this.#waitMs(lane, tenant);
    const since = this.clock.now();
    const waiter = { request, isProbe, predictedWaitMs, since, grant: turn.resolve, refuse: turn.reject };
    const entry = lane.queue.push(tenant, this.#weightOf(tenant), deadline.at, waiter);
    this.#countQueued(1);
    this.#dispatch();
    try {
      return await deadline.wait(turn.promise);
    } catch (error) {
      if (error instanceof OverloadedError) throw error;
      this.#leave(lane, entry, turn.promise);
      if (error instanceof CancelledError) throw error;
      this.#calibrate(lane, waiter);
      if (isProbe) shedProbed.publish({ class: lane.name, wouldHaveBeenInTime: false });
      throw new OverloadedError(this.#shed(lane, tenant, 'deadline'));
    }
  }

  #leave(lane: Lane<Waiter>, entry: QueueEntry<Waiter>, turn: Promise<Permit>): void {
    if (lane.queue.remove(entry)) this.#countQueued(-1);
    // The slot was granted at the moment the deadline passed: pass it on.
    else turn.then((permit) => permit.release()).catch(() => undefined);
  }

  /** Why a request would be rejected; undefined if it would be admitted. */
  #refusalOf(lane: Lane<Waiter>, tenant: string, remainingMs: number): ShedReason | undefined {
    const { capacity, queueCapacity, tenantRatio } = this.options;
    if (this.#pressure === 'refusal' || (this.#pressure === 'classes' && PATIENT_CLASSES.has(lane.name)))
      return 'pressure';
    // Waiting requests will be open before this one, unless it overtakes them.
    const overtakes = lane.name === 'critical';
    const ahead = this.#open + (overtakes ? 0 : this.#queued);
    if (ahead >= capacity + lane.reserve) return 'capacity';
    const ofTenant = (this.#openByTenant.get(tenant) ?? 0) + (overtakes ? 0 : this.#scheduler.waitingOf(tenant));
    if (ofTenant >= Math.ceil(capacity * tenantRatio) + lane.reserve) return 'tenant';
    if (remainingMs <= 0) return 'deadline';
    if (this.#hasRoomFor(lane)) return undefined;
    if (this.#queued >= queueCapacity) return 'queue_full';
    const waitMs = this.#waitMs(lane, tenant);
    if (this.#calibrations[lane.name].lowRatio * waitMs + this.#workMs > remainingMs) return 'deadline';
    const isTooLong = lane.name !== 'critical' && waitMs > lane.targetMs;
    return isTooLong && this.#standingQueue.isStanding(this.clock.now()) ? 'standing_queue' : undefined;
  }

  /** Only `critical` overtakes waiting requests. */
  #hasRoomFor(lane: Lane<Waiter>): boolean {
    const isNext = lane.name === 'critical' ? lane.queue.size === 0 : this.#queued === 0;
    return isNext && this.#mayStart(lane);
  }

  #mayStart({ inFlight, reserve }: Lane<Waiter>): boolean {
    return inFlight < reserve || this.#limit.inFlight < this.#limit.limit;
  }

  /**
   * The wait of one more request: those of its tenant, at the rate of its share. Unless the queue stands, that is bounded by
   * the wait behind all others; in a standing queue, later arrivals of other classes and tenants overtake.
   */
  #waitMs(lane: Lane<Waiter>, tenant: string): number {
    if (lane.name === 'critical') return (lane.queue.size + 1) * this.#departures.intervalMs;
    const share = this.#scheduler.shareOf(lane, tenant, this.#weightOf(tenant));
    const ahead = (lane.queue.sizeOf(tenant) + 1) / share;
    const others = this.#standingQueue.isStanding(this.clock.now()) ? Infinity : this.#patient + 1;
    return Math.min(ahead, others) * this.#patientDepartures.intervalMs;
  }

  get #workMs(): number {
    return this.#meanWorkMs.value ?? INITIAL_WORK_MS;
  }

  /** Waiting requests that `critical` overtakes. */
  get #patient(): number {
    return this.#queued - this.#scheduler.of('critical').queue.size;
  }

  #countQueued(change: 1 | -1): void {
    this.#queued += change;
    this.#standingQueue.observe(this.clock.now(), this.#patient * this.#patientDepartures.intervalMs);
  }

  #weightOf(tenant: string): number {
    return this.options.tenantWeights[tenant] ?? 1;
  }

  #take(lane: Lane<Waiter>, tenant: string, predictedWaitMs: number): Permit {
    this.#open++;
    this.#openByTenant.set(tenant, (this.#openByTenant.get(tenant) ?? 0) + 1);
    return new AdmissionSlot(this.#limit, this.clock, this.#parkAfterMs, predictedWaitMs, {
      onWorking: (isWorking) => {
        lane.inFlight += isWorking ? 1 : -1;
        if (!isWorking) this.#dispatch();
      },
      onReleased: (workMs) => {
        this.#open--;
        const open = (this.#openByTenant.get(tenant) ?? 1) - 1;
        if (open === 0) this.#openByTenant.delete(tenant);
        else this.#openByTenant.set(tenant, open);
        if (workMs !== undefined) this.#meanWorkMs.observe(workMs);
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
    const waiter = lane.queue.pop()?.item;
    if (waiter === undefined) return;
    this.#countQueued(-1);
    const { request, isProbe, predictedWaitMs, grant, refuse } = waiter;
    const now = this.clock.now();
    this.#calibrate(lane, waiter);
    const isInTime = request.deadline.remainingMs >= this.#workMs;
    if (isProbe) shedProbed.publish({ class: lane.name, wouldHaveBeenInTime: isInTime });
    if (!isInTime) return refuse(new OverloadedError(this.#shed(lane, request.tenant, 'deadline')));
    this.#departures.observe(now, this.#queued > 0);
    if (lane.name !== 'critical') this.#patientDepartures.observe(now, this.#patient > 0);
    this.#scheduler.noteStart(lane);
    grant(this.#take(lane, request.tenant, predictedWaitMs));
  }

  #calibrate(lane: Lane<Waiter>, { isProbe, predictedWaitMs, since }: Waiter): void {
    this.#calibrations[lane.name].observe(predictedWaitMs, this.clock.now() - since, isProbe);
  }

  #shed(lane: Lane<Waiter>, tenant: string, reason: ShedReason): Refusal {
    this.#shedTotal++;
    this.#lastShedAt = this.clock.now();
    requestShed.publish({ class: lane.name, reason });
    const retryAfterMs =
      reason === 'pressure' ? PRESSURE_RETRY_AFTER_MS : Math.max(this.#workMs, this.#waitMs(lane, tenant));
    return { retryAfterMs: Math.ceil(retryAfterMs), offer: this.#offerInsteadOf(lane, tenant) };
  }

  /** A longer class in which the request would be admitted now. */
  #offerInsteadOf(lane: Lane<Waiter>, tenant: string): LongerClass | undefined {
    for (const longer of this.#scheduler.longerThan(lane)) {
      const waitMs = this.predictWaitMs(longer.name, tenant, longer.deadlineMs);
      if (waitMs !== undefined) return { class: longer.name, predictedMs: Math.ceil(waitMs + this.#workMs) };
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
