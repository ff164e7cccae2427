import { CancelledError, REQUEST_CLASSES, type Clock, type Deadline, type RequestClass } from '../core/index.js';

import { AdmissionSlot, type Permit } from './admission-slot.js';
import { ClassScheduler, type ClassShare, type Lane } from './class-scheduler.js';
import { DepartureRate } from './departure-rate.js';
import type { QueueEntry } from './fair-queue.js';
import { GradientLimit } from '../resilience/index.js';
import { EventLoopPacer } from './event-loop-pacer.js';
import { OverloadedError, type LongerClass, type Refusal } from './optimizer.errors.js';
import { requestShed, shedProbed, type ShedReason } from './overload-events.js';
import type { SpareCapacity } from './spare-capacity.js';
import { ShedProbes } from './shed-probes.js';
import { StandingQueueDetector } from './standing-queue-detector.js';
import { WaitCalibration } from './wait-calibration.js';

export interface AdmissionOptions {
  /** Questions open at once, those that wait for others included. */
  readonly capacity: number;
  /** Share of `capacity` that one tenant may have open, in (0, 1]. */
  readonly tenantRatio: number;
  /** Questions worked on at once: the least, at first, and at most. */
  readonly minLimit: number;
  readonly initialLimit: number;
  readonly maxLimit: number;
  /** Questions that may wait for a slot. */
  readonly queueCapacity: number;
  /** Share of the deadline of its class to which a wait is held while the queue stands, in (0, 1]. */
  readonly queueTargetRatio: number;
  /** Share of a tenant beside the others of its class; 1 for those not named. */
  readonly tenantWeights: Readonly<Record<string, number>>;
}

/** Who asks to be let in. */
export interface AdmissionRequest {
  readonly class: RequestClass;
  readonly tenant: string;
  /** By when the answer must be ready to leave. */
  readonly deadline: Deadline;
}

/** How full admission is. */
export interface AdmissionState {
  /** Worked on now. */
  readonly inFlight: number;
  /** Worked on, or waiting for others. */
  readonly open: number;
  readonly queued: number;
  /** How many may be worked on at once, by the latest measurements. */
  readonly limit: number;
  readonly capacity: number;
  readonly shedTotal: number;
}

/**
 * How hard pressed the process is: under `raised` nothing is begun that nobody waits for, under `high` patient classes are
 * refused, under `extreme` all are.
 */
export type AdmissionPressure = 'none' | 'raised' | 'high' | 'extreme';

interface Waiter {
  readonly request: AdmissionRequest;
  readonly predictedWaitMs: number;
  readonly since: number;
  /** It seemed bound to miss its deadline and was let in to find out. */
  readonly isProbe: boolean;
  readonly grant: (permit: Permit) => void;
  readonly refuse: (error: Error) => void;
}

/** Classes that go first when the process is hard pressed. */
const PATIENT_CLASSES: ReadonlySet<RequestClass> = new Set(['enhanced', 'multi-persona']);
/** A predicted wait is taken for this share of itself at least, whatever is learned. */
const TRUST = 0.1;
/**
 * Nothing but the deadline bounds the queue of `critical`: one who is let in and late makes those behind late too,
 * because the earliest deadline goes first.
 */
const TRUST_IN_CRITICAL = 0.7;
/** Weight of the newest sample in the moving average of the time a question is worked on. */
const EWMA_WEIGHT = 0.05;
/** What a question is taken to need before any has been answered, milliseconds. */
const FIRST_GUESS_MS = 5;
/** Work may take this share of the shortest deadline; beyond it the limit shrinks, and who waits for others is parked. */
const CEILING_RATIO = 0.25;
/** When trying again is worth it while the process is hard pressed, milliseconds. */
const RETRY_UNDER_PRESSURE_MS = 1_000;
/** So long after a refusal the next one is expected, milliseconds. */
const SHEDDING_MEMORY_MS = 250;

/**
 * Decides who may start, how many at once and in which order, and refuses at once who would miss the deadline.
 *
 * - At most `limit` requests are worked on at once; {@link GradientLimit} finds it from the time that takes. Beyond it
 *   each class has its reserve, so that `critical` need not wait for others, and when it waits it is next.
 * - The other classes share what is free by weight, the tenants of a class by theirs; within a tenant the earliest
 *   deadline is first.
 * - Who would wait past the deadline is refused on arrival, told when to try again and which longer class would make it.
 *   While the queue stands (see {@link StandingQueueDetector}), who would wait longer than the target of its class is refused too.
 * - One starts in each turn of the event loop, once all who have come are seen (see {@link EventLoopPacer}).
 *
 * @remarks O(1) for a request that need not wait; else O(log n) to queue and O(tenants waiting) to be picked.
 */
export class Admission implements SpareCapacity {
  readonly #limit: GradientLimit;
  readonly #lanes: ClassScheduler<Waiter>;
  readonly #turns: EventLoopPacer;
  /** At which all leave who wait, and at which those do whom `critical` passes. */
  readonly #drain = new DepartureRate(FIRST_GUESS_MS);
  readonly #patientDrain = new DepartureRate(FIRST_GUESS_MS);
  readonly #standing = new StandingQueueDetector();
  readonly #probes = new ShedProbes();
  readonly #calibrations = Object.fromEntries(
    REQUEST_CLASSES.map((name) => [name, new WaitCalibration(name === 'critical' ? TRUST_IN_CRITICAL : TRUST)]),
  ) as Record<RequestClass, WaitCalibration>;
  readonly #openByTenant = new Map<string, number>();
  readonly #parkAfterMs: number;
  #pressure: AdmissionPressure = 'none';
  #open = 0;
  #queued = 0;
  #shedTotal = 0;
  #lastShedAt = -Infinity;
  #workMs = FIRST_GUESS_MS;

  constructor(
    private readonly options: AdmissionOptions,
    shares: Readonly<Record<RequestClass, ClassShare>>,
    private readonly clock: Clock,
  ) {
    const { initialLimit, maxLimit, minLimit, queueTargetRatio } = options;
    this.#parkAfterMs = CEILING_RATIO * Math.min(...Object.values(shares).map(({ deadlineMs }) => deadlineMs));
    this.#limit = new GradientLimit({ initialLimit, maxLimit, minLimit, rttCeilingMs: this.#parkAfterMs });
    this.#lanes = new ClassScheduler(shares, queueTargetRatio);
    this.#turns = new EventLoopPacer(clock, () => this.#dispatch());
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

  get spareRatio(): number {
    if (this.#queued > 0 || this.#pressure !== 'none') return 0;
    return Math.max(0, 1 - Math.max(this.#limit.inFlight / this.#limit.limit, this.#open / this.options.capacity));
  }

  get isStopped(): boolean {
    return this.#pressure !== 'none';
  }

  /** The event loop or memory is hard pressed, or no longer. */
  setPressure(pressure: AdmissionPressure): void {
    if (refusesSome(pressure) && !refusesSome(this.#pressure)) this.#limit.backOff(0.5);
    this.#pressure = pressure;
  }

  /** A connection or a request has come, whatever it wants: who waits is started once all who have come are seen. */
  noticeArrival(): void {
    this.#turns.arrived();
  }

  /** How long a request would wait for its slot now, milliseconds; undefined if it would be refused. */
  predictWaitMs(requestClass: RequestClass, tenant: string, remainingMs: number): number | undefined {
    const lane = this.#lanes.of(requestClass);
    if (this.#refusalOf(lane, tenant, remainingMs) !== undefined) return undefined;
    return this.#hasRoomFor(lane) ? 0 : this.#waitMs(lane, tenant);
  }

  /**
   * A slot, at once or as soon as it is this request's turn.
   *
   * @throws {OverloadedError} `OVERLOADED`, if it would miss its deadline, or there is no room to wait.
   * @throws {CancelledError} `CANCELLED`, if the request is called off while it waits.
   */
  async acquire(request: AdmissionRequest): Promise<Permit> {
    const lane = this.#lanes.of(request.class);
    const reason = this.#refusalOf(lane, request.tenant, request.deadline.remainingMs);
    const isProbe = reason === 'deadline' && this.#probes.letsIn();
    if (reason !== undefined && !isProbe) throw new OverloadedError(this.#shed(lane, request.tenant, reason));
    if (this.#hasRoomFor(lane) && this.#turns.take()) return this.#take(lane, request.tenant, 0);
    return this.#wait(lane, request, isProbe);
  }

  /** Whether requests have been refused a moment ago: then it is worth asking {@link turnAway} before anything else. */
  get isShedding(): boolean {
    return this.clock.now() - this.#lastShedAt < SHEDDING_MEMORY_MS;
  }

  /** Refuses a request that {@link acquire} would refuse now; undefined for one that may go on. */
  turnAway({ class: name, deadline, tenant }: AdmissionRequest): Refusal | undefined {
    const lane = this.#lanes.of(name);
    const reason = this.#refusalOf(lane, tenant, deadline.remainingMs);
    if (reason === undefined || (reason === 'deadline' && this.#probes.letsPass())) return undefined;
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
      this.#waited(lane, waiter);
      if (isProbe) shedProbed.publish({ class: lane.name, wouldHaveMadeIt: false });
      throw new OverloadedError(this.#shed(lane, tenant, 'deadline'));
    }
  }

  #leave(lane: Lane<Waiter>, entry: QueueEntry<Waiter>, turn: Promise<Permit>): void {
    if (lane.queue.remove(entry)) this.#countQueued(-1);
    // It was its turn in the very moment in which the deadline passed: hand the slot on.
    else turn.then((permit) => permit.release()).catch(() => undefined);
  }

  /** Why a request would not be let in; undefined if it would be. */
  #refusalOf(lane: Lane<Waiter>, tenant: string, remainingMs: number): ShedReason | undefined {
    const { capacity, queueCapacity, tenantRatio } = this.options;
    if (this.#pressure === 'extreme' || (this.#pressure === 'high' && PATIENT_CLASSES.has(lane.name)))
      return 'pressure';
    // Whoever waits will be open before this one, unless it passes them.
    const passes = lane.name === 'critical';
    const ahead = this.#open + (passes ? 0 : this.#queued);
    if (ahead >= capacity + lane.reserve) return 'capacity';
    const ofTenant = (this.#openByTenant.get(tenant) ?? 0) + (passes ? 0 : this.#lanes.waitingOf(tenant));
    if (ofTenant >= Math.ceil(capacity * tenantRatio) + lane.reserve) return 'tenant';
    if (remainingMs <= 0) return 'deadline';
    if (this.#hasRoomFor(lane)) return undefined;
    if (this.#queued >= queueCapacity) return 'queue_full';
    const waitMs = this.#waitMs(lane, tenant);
    if (this.#calibrations[lane.name].lowRatio * waitMs + this.#workMs > remainingMs) return 'deadline';
    const isTooLong = lane.name !== 'critical' && waitMs > lane.targetMs;
    return isTooLong && this.#standing.isStanding(this.clock.now()) ? 'standing_queue' : undefined;
  }

  /** Nobody passes those who wait, except `critical`. */
  #hasRoomFor(lane: Lane<Waiter>): boolean {
    const isNext = lane.name === 'critical' ? lane.queue.size === 0 : this.#queued === 0;
    return isNext && this.#mayStart(lane);
  }

  #mayStart({ inFlight, reserve }: Lane<Waiter>): boolean {
    return inFlight < reserve || this.#limit.inFlight < this.#limit.limit;
  }

  /**
   * What one more would wait: its tenant's requests at the pace of its share. While the queue drains by itself that is
   * never longer than all who wait; in one that stands, those who come later for other classes and tenants pass.
   */
  #waitMs(lane: Lane<Waiter>, tenant: string): number {
    if (lane.name === 'critical') return (lane.queue.size + 1) * this.#drain.intervalMs;
    const share = this.#lanes.shareOf(lane, tenant, this.#weightOf(tenant));
    const ahead = (lane.queue.sizeOf(tenant) + 1) / share;
    const passing = this.#standing.isStanding(this.clock.now()) ? Infinity : this.#patient + 1;
    return Math.min(ahead, passing) * this.#patientDrain.intervalMs;
  }

  /** Who waits and is passed by `critical`. */
  get #patient(): number {
    return this.#queued - this.#lanes.of('critical').queue.size;
  }

  #countQueued(change: 1 | -1): void {
    this.#queued += change;
    this.#standing.observe(this.clock.now(), this.#patient * this.#patientDrain.intervalMs);
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
        if (workMs !== undefined) this.#workMs += EWMA_WEIGHT * (workMs - this.#workMs);
      },
    });
  }

  /** Starts who is next. */
  #dispatch(): void {
    if (this.#queued === 0 || this.#turns.isTaken) return;
    const lane = this.#lanes.next((candidate) => this.#mayStart(candidate));
    if (lane !== undefined && this.#turns.take()) this.#startNext(lane);
  }

  #startNext(lane: Lane<Waiter>): void {
    const waiter = lane.queue.pop()?.item;
    if (waiter === undefined) return;
    this.#countQueued(-1);
    const { request, isProbe, predictedWaitMs, grant, refuse } = waiter;
    const now = this.clock.now();
    this.#waited(lane, waiter);
    const makesIt = request.deadline.remainingMs >= this.#workMs;
    if (isProbe) shedProbed.publish({ class: lane.name, wouldHaveMadeIt: makesIt });
    if (!makesIt) return refuse(new OverloadedError(this.#shed(lane, request.tenant, 'deadline')));
    this.#drain.left(now, this.#queued > 0);
    if (lane.name !== 'critical') this.#patientDrain.left(now, this.#patient > 0);
    this.#lanes.started(lane);
    grant(this.#take(lane, request.tenant, predictedWaitMs));
  }

  #waited(lane: Lane<Waiter>, { isProbe, predictedWaitMs, since }: Waiter): void {
    this.#calibrations[lane.name].observe(predictedWaitMs, this.clock.now() - since, isProbe);
  }

  #shed(lane: Lane<Waiter>, tenant: string, reason: ShedReason): Refusal {
    this.#shedTotal++;
    this.#lastShedAt = this.clock.now();
    requestShed.publish({ class: lane.name, reason });
    const retryAfterMs =
      reason === 'pressure' ? RETRY_UNDER_PRESSURE_MS : Math.max(this.#workMs, this.#waitMs(lane, tenant));
    return { retryAfterMs: Math.ceil(retryAfterMs), offer: this.#offerInsteadOf(lane, tenant) };
  }

  /** A longer class in which the request would be let in now. */
  #offerInsteadOf(lane: Lane<Waiter>, tenant: string): LongerClass | undefined {
    for (const longer of this.#lanes.longerThan(lane)) {
      const waitMs = this.predictWaitMs(longer.name, tenant, longer.deadlineMs);
      if (waitMs !== undefined) return { class: longer.name, predictedMs: Math.ceil(waitMs + this.#workMs) };
    }
    return undefined;
  }
}

function refusesSome(pressure: AdmissionPressure): boolean {
  return pressure === 'high' || pressure === 'extreme';
}
