import { signal } from '@preact/signals';

import type { Performance, PerformanceHistory, PerformanceSample } from '../../api/contract.js';
import { follow } from '../../api/event-stream.js';
import { isAbort } from '../../api/problem.js';

/** How far plots reach back, milliseconds. */
export const WINDOW_MS = 900_000;
/** A gap between two reports beyond this is drawn as one, milliseconds. */
const GAP_MS = 8_000;

/** What a report leaves in the plots. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly values: Readonly<Record<string, number | null>>;
}

export type Feed =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  | { readonly state: 'lost' }
  | { readonly state: 'paused' }
  | { readonly state: 'refused'; readonly error: unknown };

/** Of this tab: they outlive the view, so that going elsewhere and back loses no history. */
export const samples = signal<readonly Sample[]>([]);
export const report = signal<Performance | undefined>(undefined);
export const feed = signal<Feed>({ state: 'connecting' });
/** Times at which the configuration was reloaded, milliseconds since the epoch. */
export const reloads = signal<readonly number[]>([]);

/**
 * Follows the reports while the page can be seen: one stream, and no request while it is hidden.
 *
 * @returns a function that ends it.
 */
export function watch(): () => void {
  let abort: AbortController | undefined;
  const begin = () => {
    if (abort !== undefined || document.visibilityState === 'hidden') return;
    abort = new AbortController();
    feed.value = { state: 'connecting' };
    const { signal: own } = abort;
    follow('/v1/performance/stream', {
      signal: own,
      onEvent: ({ type, data }) => {
        if (type === 'history') recall(data as PerformanceHistory);
        if (type === 'performance') take(data as Performance);
      },
      onConnection: (attempt) => (feed.value = { state: attempt === 0 ? 'live' : 'lost' }),
      isLast: () => false,
    }).catch((error: unknown) => {
      if (!own.aborted && !isAbort(error)) feed.value = { state: 'refused', error };
    });
  };
  const end = () => {
    abort?.abort();
    abort = undefined;
  };
  const follows = () => {
    if (document.visibilityState === 'hidden') end();
    else begin();
  };
  begin();
  document.addEventListener('visibilitychange', follows);
  return () => {
    document.removeEventListener('visibilitychange', follows);
    end();
  };
}

function take(next: Performance): void {
  const before = report.peek();
  if (before !== undefined && next.uptimeMs < before.uptimeMs) {
    // Another process answers: its counts begin anew.
    report.value = undefined;
  }
  const { lastAt } = next.reloads;
  if (lastAt !== null && !reloads.peek().includes(lastAt)) reloads.value = [...reloads.peek(), lastAt].slice(-20);
  const kept = samples.peek().filter(({ at }) => at > next.at - WINDOW_MS && at < next.at);
  const last = kept.at(-1);
  const hole = last !== undefined && next.at - last.at > GAP_MS ? [{ at: last.at + 1, values: {} }] : [];
  samples.value = [...kept, ...hole, { at: next.at, values: valuesOf(next, report.peek()) }];
  report.value = next;
  feed.value = { state: 'live' };
}

const MB = 1_048_576;

/** What happened before this tab looked, or while it did not; what it has seen itself is finer. */
function recall({ intervalMs, samples: recorded }: PerformanceHistory): void {
  const own = samples.peek().filter(({ values }) => Object.keys(values).length > 0);
  const missed = recorded
    .map((one, at) => ({ at: one.at, values: valuesBefore(one, recorded[at - 1]) }))
    .filter(({ at }) => !own.some((seen) => Math.abs(seen.at - at) < intervalMs));
  samples.value = [...own, ...missed].sort((a, b) => a.at - b.at);
}

function valuesBefore(one: PerformanceSample, last: PerformanceSample | undefined): Sample['values'] {
  const seconds = last === undefined ? 0 : (one.at - last.at) / 1_000;
  const rate = (now: number, then: number | undefined) =>
    then === undefined || seconds <= 0 ? null : Math.max(0, (now - then) / seconds);
  return {
    load: one.load * 100,
    target: (report.peek()?.load.target ?? 0.6) * 100,
    busy: one.busy * 100,
    open: one.open * 100,
    answered: rate(one.answered, last?.answered),
    fromCache: rate(one.fromCache, last?.fromCache),
    refused: rate(one.refused, last?.refused),
    queued: one.queued,
    inFlight: one.inFlight,
    delay: one.eventLoopDelayMs,
    private: one.privateBytes / MB,
    heap: one.heapUsedBytes / MB,
    ...Object.fromEntries(one.classes.map(({ class: name, p95Ms }) => [`p95 ${name}`, p95Ms])),
  };
}

/** Rates are over the time since the report before. */
function valuesOf(next: Performance, before: Performance | undefined): Sample['values'] {
  const { admission, classes, load, memory } = next;
  const answers = (one: Performance) => one.classes.reduce((sum, { count }) => sum + count, 0);
  const seconds = before === undefined ? 0 : (next.at - before.at) / 1_000;
  const rate = (of: (one: Performance) => number) =>
    before === undefined || seconds <= 0 ? null : Math.max(0, (of(next) - of(before)) / seconds);
  return {
    load: load.overall * 100,
    target: load.target * 100,
    busy: load.busy * 100,
    open: load.open * 100,
    answered: rate(answers),
    fromCache: rate(({ answerCache: { lookups } }) => lookups.hit + lookups.similar + lookups.stale),
    refused: rate((one) => one.admission.shedTotal),
    queued: admission.queued,
    inFlight: admission.inFlight,
    delay: memory.eventLoopDelayMs,
    private: memory.privateBytes / MB,
    heap: memory.heapUsedBytes / MB,
    ...Object.fromEntries(classes.map((one) => [`p95 ${one.class}`, one.p95Ms])),
  };
}
