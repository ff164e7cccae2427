import type { RequestClass } from '../core/index.js';

/**
 * What answers go without under overload, in this order, by what each costs the reader for what it saves:
 *
 * - `background`: nothing is composed in advance, refreshed, or finished after the reply;
 * - `enhancements`: no MCP server is asked;
 * - `support`: only personas that were asked for support the lead.
 *
 * Cached answers, similar and stale ones included, are served at any time, and new ones go on being cached: equal questions
 * would each be answered otherwise, just when they must not be.
 */
const BROWNOUT_STEPS = ['background', 'enhancements', 'support'] as const;
export type BrownoutStep = (typeof BROWNOUT_STEPS)[number];

/** Above this backlog of offered work answers get cheaper, milliseconds: the overload is no burst of a few questions. */
const LONG_BACKLOG_MS = 500;
/** Below this one the overload is over. */
const SHORT_BACKLOG_MS = 20;
/** Between two steps, milliseconds: up, so that a step shows before the next; down, so that it is no oscillation. */
const STEP_UP_MS = 250;
const STEP_DOWN_MS = 2_000;
/** The class that keeps its parts longest is ahead by so many steps, until its own questions are rejected. */
const CRITICAL_STEPS = 2;

/**
 * Makes answers cheaper before questions are refused: a controller of the steps that are left out.
 *
 * It follows the backlog of offered work, which answers that got cheaper shorten. While that backlog is long and does not
 * shrink, one step more is left out; once it has been short for two seconds, one step less.
 *
 * @see Klein et al.: Brownout: Building More Robust Cloud Applications, ICSE 2014
 */
export class Brownout {
  #level = 0;
  #lastBacklogMs = 0;
  #changedAt = -Infinity;
  #shortSince: number | undefined;
  /** Of a `critical` question; undefined once that is two seconds ago. */
  #criticalRejectedAt: number | undefined;

  /** @param maxLevel Steps that may be left out, at most. */
  constructor(private readonly maxLevel: number) {}

  /** Steps left out, 0 for none. */
  get level(): number {
    return this.#level;
  }

  /** @param backlogMs The backlog there would be, had everything been admitted. */
  observe(now: number, backlogMs: number): void {
    if (now - (this.#criticalRejectedAt ?? now) >= STEP_DOWN_MS) this.#criticalRejectedAt = undefined;
    if (backlogMs > SHORT_BACKLOG_MS) this.#shortSince = undefined;
    else this.#shortSince ??= now;
    if (backlogMs > LONG_BACKLOG_MS && now - this.#changedAt >= STEP_UP_MS) {
      const grows = backlogMs >= this.#lastBacklogMs;
      this.#lastBacklogMs = backlogMs;
      if (grows) this.#set(now, this.#level + 1);
    } else if (this.#shortSince !== undefined && now - Math.max(this.#shortSince, this.#changedAt) >= STEP_DOWN_MS) {
      this.#lastBacklogMs = 0;
      this.#set(now, this.#level - 1);
    }
  }

  /** Notes a rejected question: from the first `critical` one on, answers of that class get as cheap as the others. */
  noteRejected(now: number, requestClass: RequestClass): void {
    if (requestClass === 'critical') this.#criticalRejectedAt = now;
  }

  /** What an answer of that class goes without now. */
  leavesOut(step: BrownoutStep, requestClass: RequestClass): boolean {
    const isAhead = requestClass === 'critical' && this.#criticalRejectedAt === undefined;
    return BROWNOUT_STEPS.indexOf(step) < this.#level - (isAhead ? CRITICAL_STEPS : 0);
  }

  #set(now: number, level: number): void {
    const next = Math.max(0, Math.min(this.maxLevel, level));
    if (next !== this.#level) this.#changedAt = now;
    this.#level = next;
  }
}
