import type { Clock, RequestClass } from '../core/index.js';

import type { Expected } from './admission-request.js';
import type { ClassScheduler, Lane } from './class-scheduler.js';
import { MeanTime } from './core-time.js';
import { OfferedWork } from './offered-work.js';
import type { ShedReason } from './overload-events.js';

/** What is left to do for an answer. */
export type WorkLeft = 'all' | 'reading' | 'writing';

export interface LawOptions {
  /** Longest wait in a lasting overload, as a share of the deadline. */
  readonly targetRatio: number;
  /** Of the tenant in its class; 1 for those not named. */
  readonly tenantWeights: Readonly<Record<string, number>>;
  /** The longest deadline, milliseconds. */
  readonly longestMs: number;
}

/** Work time before the first measurement, milliseconds: of reading a question, and of writing its answer. */
const INITIAL_READ_MS = 2;
const INITIAL_WRITE_MS = 5;
/** What waits wait for beside measured work: questions received and replies sent meanwhile, and pauses of the machine. */
const WAIT_MARGIN = 1.1;

/**
 * The law of admission: what can be answered in time is admitted.
 *
 * - **Wait.** A request waits for the work that is done before it: of its tenant, what is due earlier; of each other tenant
 *   and class, as much as their weights give them meanwhile ({@link ClassScheduler.workBefore}); but at least as long as
 *   its own flow needs at the rate at which it is really served. Work is measured for each class, in the time that it
 *   takes this process on its share of the core ({@link MeanTime}).
 * - **Late.** A request whose wait and work end after its deadline is rejected on arrival.
 * - **Burst or overload.** A burst may fill the queue up to the deadline. Once more has been offered than this process can
 *   do within the deadline ({@link OfferedWork}), the overload is lasting: a long wait helps no request any more, it only
 *   makes all of them slow and lets every pause of the machine make them late. The longest wait then shrinks by what is
 *   offered beyond the deadline, down to a share of it.
 * - **Unread.** The class of an `auto` question is known once it has been read. It waits for its reading, which is cheap,
 *   among those that may be as urgent; then its answer waits in its own class. Until then the class that it most likely
 *   has counts, behind the answers of those that are still to be read.
 * - **Waiting.** In the first moments of a flood its requests wait with the promise of a process that others had not yet
 *   taken. Those that have become late are told so soon, not when their turn comes ({@link isLateBehind}).
 *
 * `critical` is first, so only its own queue counts, and only its deadline.
 *
 * @see Parekh, Gallager: A generalized processor sharing approach to flow control, 1993: the wait behind other flows
 * @see Kunniyur, Srikant: Analysis and Design of an Adaptive Virtual Queue (AVQ) Algorithm, SIGCOMM 2001: a virtual queue of
 *   all that is offered as the measure of load
 * @see Nichols, Jacobson: Controlling Queue Delay (CoDel), ACM Queue 2012: good queues drain, standing ones only delay
 */
export class AdmissionLaw {
  readonly #readTime = new MeanTime(INITIAL_READ_MS);
  readonly #writeTimes = new Map<RequestClass, MeanTime>();
  readonly #offered: OfferedWork;
  /** Waiting to be read, by tenant. */
  readonly #unreadOf = new Map<string, number>();
  #unread = 0;

  constructor(
    private readonly options: LawOptions,
    private readonly scheduler: ClassScheduler<unknown>,
    private readonly clock: Clock,
  ) {
    this.#offered = new OfferedWork(options.longestMs);
  }

  /** Follows another longest deadline. */
  change(longestMs: number): void {
    this.#offered.change(longestMs);
  }

  /** The backlog there would be, had everything been admitted, milliseconds of work. */
  get offeredMs(): number {
    return this.#offered.backlogMs(this.clock.now());
  }

  /** A question is offered, whether or not it is admitted. */
  offer({ class: name }: Expected): void {
    this.#offered.add(this.clock.now(), this.msOf('all', name));
  }

  observeReading(ms: number): void {
    this.#readTime.observe(ms);
  }

  observeWriting(name: RequestClass, ms: number): void {
    let time = this.#writeTimes.get(name);
    if (time === undefined) this.#writeTimes.set(name, (time = new MeanTime(INITIAL_WRITE_MS)));
    time.observe(ms);
  }

  /** A request joins or leaves the queue. */
  countWaiting({ tenant, unread }: Expected, change: 1 | -1): void {
    if (unread === undefined) return;
    this.#unread += change;
    const count = (this.#unreadOf.get(tenant) ?? 0) + change;
    if (count === 0) this.#unreadOf.delete(tenant);
    else this.#unreadOf.set(tenant, count);
  }

  /** The time that it takes this process to do so much of an answer, milliseconds. */
  msOf(left: WorkLeft, name: RequestClass): number {
    const readMs = left === 'writing' ? 0 : this.#readTime.ms;
    return left === 'reading' ? readMs : readMs + (this.#writeTimes.get(name)?.ms ?? INITIAL_WRITE_MS);
  }

  /** How long the answer of a request would wait if the request were queued now, milliseconds. */
  waitMs(request: Expected, deadlineAt: number): number {
    const { class: name, tenant, unread } = request;
    const now = this.clock.now();
    const { queue } = this.scheduler.of(name);
    const behindMs = this.#waitOnceReadMs(request, deadlineAt);
    const own = queue.workUpTo(tenant, deadlineAt);
    if (unread === undefined)
      return name === 'critical' ? behindMs : Math.max(behindMs, own / queue.rateOf(tenant, now));
    const unreadOwn = this.#unreadOf.get(tenant) ?? 0;
    const unreadOthers = Math.min(unreadOwn + 1, this.#unread - unreadOwn);
    const eachMs = this.msOf('all', name);
    return Math.max(
      behindMs + (unreadOwn + unreadOthers) * eachMs,
      (own + unreadOwn * eachMs) / queue.rateOf(tenant, now),
    );
  }

  /**
   * Why a request that has to wait is rejected on arrival; undefined if it may wait.
   *
   * @param remainingMs Until its deadline.
   */
  verdict(request: Expected, remainingMs: number): ShedReason | undefined {
    const { deadlineMs, name } = this.scheduler.of(request.class);
    const waitMs = this.waitMs(request, this.clock.now() + remainingMs);
    if (WAIT_MARGIN * waitMs + this.msOf('all', request.class) > remainingMs) return 'deadline';
    if (name === 'critical') return undefined;
    const maxWaitMs = Math.max(this.options.targetRatio * deadlineMs, 2 * deadlineMs - this.offeredMs);
    return waitMs > maxWaitMs ? 'lasting_overload' : undefined;
  }

  /** Whether a request that has been read would be late if it waited for its turn. */
  isLate(request: Expected, remainingMs: number): boolean {
    const waitMs = this.#waitOnceReadMs(request, this.clock.now() + remainingMs);
    return waitMs + this.msOf('writing', request.class) > remainingMs;
  }

  /**
   * Whether a waiting request would be late.
   *
   * @param lane Where it waits: one that has not been read, not in its own.
   * @param own Work before it in its own flow there, milliseconds.
   * @param left Of its work: `reading` if the rest waits for another turn, which is not counted.
   */
  isLateBehind(lane: Lane<unknown>, tenant: string, own: number, left: WorkLeft, remainingMs: number): boolean {
    const workMs = this.scheduler.workWith(lane, tenant, this.weightOf(tenant), own);
    const waitMs = Math.max(workMs, own / lane.queue.rateOf(tenant, this.clock.now()));
    return waitMs + this.msOf(left, lane.name) > remainingMs;
  }

  weightOf(tenant: string): number {
    return this.options.tenantWeights[tenant] ?? 1;
  }

  #waitOnceReadMs({ class: name, tenant }: Expected, deadlineAt: number): number {
    return this.scheduler.workBefore(this.scheduler.of(name), tenant, this.weightOf(tenant), deadlineAt);
  }
}

/** The longest deadline of the classes. */
export function longestMsOf(lanes: Readonly<Record<RequestClass, Pick<Lane<unknown>, 'deadlineMs'>>>): number {
  return Math.max(...Object.values(lanes).map(({ deadlineMs }) => deadlineMs));
}
