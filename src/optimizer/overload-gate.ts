import { REQUEST_CLASSES, type Clock, type RequestClass } from '../common/index.js';

import type { Admission } from './admission.js';
import type { OverloadedError } from './optimizer.errors.js';

/** What a request that passed the gate is counted under. */
export interface GateTicket {
  readonly class: RequestClass;
  readonly flow: Flow;
}

/** Requests of one class from about one caller, in the present interval and as found in the one before. */
interface Flow {
  interval: number;
  passed: number;
  shed: number;
  /** More than this many are refused in the interval. */
  budget: number;
}

/** Length of an interval, milliseconds. */
const INTERVAL_MS = 250;
/** Callers are told apart by a hash, so that their number costs nothing; two in one place share a budget. */
const FLOWS = 256;
/** How many more may pass than were let in: what shows that there is room again. */
const SURPLUS_RATIO = 1.1;
const SURPLUS = 12;

/**
 * Refuses, before anything is spent on it, what admission would refuse anyway.
 *
 * Being refused by {@link Admission} costs a fifth of a millisecond of framework, so that ten times the capacity would
 * leave nothing to answer with. While requests of a class and caller are being shed, the gate lets as many pass as were
 * let in during the interval before, and a few more. It never stops `critical`, nor a caller that is not shed from.
 *
 * @remarks O(1), fixed memory.
 * @see McKenney: Stochastic Fairness Queueing, INFOCOM 1990, for the hashed flows
 */
export class OverloadGate {
  readonly #flows = new Map<RequestClass, readonly Flow[]>(
    REQUEST_CLASSES.map((name) => [
      name,
      Array.from({ length: FLOWS }, () => ({ interval: -1, passed: 0, shed: 0, budget: Infinity })),
    ]),
  );

  constructor(
    private readonly admission: Admission,
    private readonly clock: Clock,
  ) {}

  /**
   * A ticket for who may pass, to be given back by {@link answered}; or why not.
   *
   * @param caller What tells callers apart before they are known, for example the authorization they show.
   */
  enter(requestClass: RequestClass, caller: string): GateTicket | OverloadedError {
    const flow = this.#flowOf(requestClass, caller);
    if (requestClass !== 'critical' && flow.passed >= flow.budget) return this.admission.throttle(requestClass);
    flow.passed++;
    return { class: requestClass, flow };
  }

  /** What became of a request that passed. */
  answered({ flow }: GateTicket, wasShed: boolean): void {
    if (wasShed) flow.shed++;
  }

  #flowOf(requestClass: RequestClass, caller: string): Flow {
    const flow = this.#flows.get(requestClass)?.[hash(caller) % FLOWS];
    if (flow === undefined) throw new RangeError(`no such class: ${requestClass}`);
    const interval = Math.floor(this.clock.now() / INTERVAL_MS);
    if (flow.interval !== interval) {
      flow.budget = flow.interval === interval - 1 ? budgetAfter(flow) : Infinity;
      flow.interval = interval;
      flow.passed = 0;
      flow.shed = 0;
    }
    return flow;
  }
}

/** As many as were let in and a few more; twice as many while that is enough for all of them. */
function budgetAfter({ budget, passed, shed }: Flow): number {
  if (shed > 0) return SURPLUS_RATIO * Math.max(0, passed - shed) + SURPLUS;
  return passed >= budget ? 2 * passed + SURPLUS : Infinity;
}

/** FNV-1a over the last characters, which is where keys differ. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = Math.max(0, text.length - 32); i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
