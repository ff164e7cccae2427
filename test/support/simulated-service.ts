// A process on a share of a core, under a load, in simulated time: what admission decides is decided by the product's own
// code, what an answer costs is drawn from a seed. Run by tests and, with Node's own TypeScript support, by benchmarks: no
// syntax beyond types, no imports of other tests.

/** Deadlines of the classes, milliseconds. */
export const DEADLINES = { critical: 100, strategic: 500, enhanced: 2_000, 'multi-persona': 3_000 } as const;
export type ClassName = keyof typeof DEADLINES;

/** CPU of an answer, milliseconds: what every question costs until it has been read, and the rest by class. */
const RECEIVE_MS = 0.5;
const REFUSE_MS = 0.25;
/** By the fast path, before the framework. */
const REFUSE_EARLY_MS = 0.05;
const READ_MS = 1;
const WRITE_MS = { critical: 3.5, strategic: 3.5, enhanced: 4.7, 'multi-persona': 5.5 } as const;
/** Share of writing that is saved without MCP servers, and without supporting personas where there are any. */
const SAVED = { enhancements: 0.3, support: 0.1 } as const;
/** Spread of that, as of a log-normal distribution. */
const SPREAD = 0.35;
/** The first answers of a process, whose code is not compiled yet, cost so much more. */
const COLD_ANSWERS = 25;
const COLD_FACTOR = [3, 5] as const;
/** Of an `auto` question, what it turns out to be. */
const AUTO_TURNS_OUT = [
  ['multi-persona', 0.05],
  ['enhanced', 0.65],
  ['strategic', 0.3],
] as const;
/** Marking the heap takes the core for so long, each time so much has been worked. */
const GC_PAUSE_MS = 50;
const GC_EACH_MS = 1_000;
const SCAVENGE_MS = 2;
const SCAVENGE_EACH_MS = 60;
/** How long the scheduler of the system lets one process run beside others. */
const SLICE_MS = 4;

/** A number in [0, 1), the same sequence for the same seed (Mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One question of a load. */
export interface Arrival {
  /** When it reaches the socket, simulated milliseconds. */
  readonly at: number;
  readonly asked: ClassName | 'auto';
  /** What it turns out to be, once it has been read. */
  readonly is: ClassName;
  readonly tenant: string;
  /** CPU of reading and of writing, milliseconds. */
  readonly readMs: number;
  readonly writeMs: number;
}

export type Shares<T extends string> = readonly (readonly [T, number])[];

export interface LoadOptions {
  /** Questions a second: the same all the time, or by simulated milliseconds. */
  readonly perSecond: number | ((at: number) => number);
  readonly untilMs: number;
  readonly fromMs?: number;
  readonly mix: Shares<ClassName | 'auto'>;
  readonly tenants?: Shares<string>;
  readonly random: () => number;
}

/** Questions that come independently of one another. */
export function loadOf({ perSecond, untilMs, fromMs = 0, mix, tenants = [['a', 1]], random }: LoadOptions): Arrival[] {
  const arrivals: Arrival[] = [];
  const rateAt = typeof perSecond === 'number' ? () => perSecond : perSecond;
  let at = fromMs;
  for (;;) {
    at += (-Math.log(1 - random()) * 1_000) / Math.max(rateAt(at), 1e-6);
    if (at >= untilMs) return arrivals;
    arrivals.push(arrivalAt(at, mix, tenants, random));
  }
}

/** So many questions at once. */
export function burstOf(
  count: number,
  at: number,
  mix: Shares<ClassName | 'auto'>,
  random: () => number,
  tenants: Shares<string> = [['a', 1]],
): Arrival[] {
  return Array.from({ length: count }, (_, i) => arrivalAt(at + i * 0.05, mix, tenants, random));
}

function arrivalAt(
  at: number,
  mix: Shares<ClassName | 'auto'>,
  tenants: Shares<string>,
  random: () => number,
): Arrival {
  const asked = pick(mix, random());
  const is = asked === 'auto' ? pick(AUTO_TURNS_OUT, random()) : asked;
  const noise = () => Math.exp(SPREAD * normal(random) - SPREAD ** 2 / 2);
  return { at, asked, is, tenant: pick(tenants, random()), readMs: READ_MS * noise(), writeMs: WRITE_MS[is] * noise() };
}

function pick<T extends string>(shares: Shares<T>, random: number): T {
  let rest = random * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [name, share] of shares) if ((rest -= share) < 0) return name;
  return (shares.at(-1) as readonly [T, number])[0];
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** CPU of an answer of a mix, mean, milliseconds: its inverse is the capacity of a whole core. */
export function meanCostMs(mix: Shares<ClassName | 'auto'>): number {
  const costOf = (name: ClassName) => RECEIVE_MS + READ_MS + WRITE_MS[name];
  const autoMs = AUTO_TURNS_OUT.reduce((sum, [name, share]) => sum + share * costOf(name), 0);
  const total = mix.reduce((sum, [, share]) => sum + share, 0);
  const ms = mix.reduce((sum, [name, share]) => sum + share * (name === 'auto' ? autoMs : costOf(name)), 0) / total;
  return ms * (1 + GC_PAUSE_MS / GC_EACH_MS + SCAVENGE_MS / SCAVENGE_EACH_MS);
}

/** What a process gets of its core: neighbours take the rest, in turns of a few milliseconds. */
export class Core {
  /** When each stretch begins, and whether the process may run in it; they alternate. */
  readonly #ends: number[] = [];
  readonly #runs: boolean[] = [];
  #at = 0;

  /** @param shareAt Its share, in (0, 1], by simulated milliseconds. */
  constructor(shareAt: (at: number) => number, untilMs: number, random: () => number) {
    for (let at = 0; at < untilMs;) {
      const share = shareAt(at);
      const runMs = share >= 1 ? SLICE_MS : SLICE_MS * (0.5 + random());
      at += runMs;
      this.#ends.push(at);
      this.#runs.push(true);
      if (share >= 1) continue;
      at += (runMs * (1 - share)) / share;
      this.#ends.push(at);
      this.#runs.push(false);
    }
  }

  /** When `cpuMs` of work that begins at `from` is done; `from` never decreases. */
  endOf(from: number, cpuMs: number): number {
    while ((this.#ends[this.#at] ?? Infinity) <= from) this.#at++;
    let [now, left] = [from, cpuMs];
    for (let i = this.#at; ; i++) {
      const end = this.#ends[i];
      if (end === undefined) return now + left;
      if (this.#runs[i] === true) {
        if (end - now >= left) return now + left;
        left -= end - now;
      }
      now = end;
    }
  }

  /** CPU from 0 to `at`, milliseconds; for each of ascending times. */
  cpuAt(times: readonly number[]): number[] {
    let [i, sum, start] = [0, 0, 0];
    return times.map((at) => {
      while (i < this.#ends.length && (this.#ends[i] as number) <= at) {
        if (this.#runs[i] === true) sum += (this.#ends[i] as number) - start;
        start = this.#ends[i] as number;
        i++;
      }
      return sum + (i >= this.#ends.length || this.#runs[i] === true ? at - start : 0);
    });
  }
}

/** Neighbours that come and go: bursts in which they leave between a third and two thirds of the core. */
export function noisyShare(random: () => number, lowest = 1 / 3, highest = 2 / 3): (at: number) => number {
  let [until, share] = [0, 1];
  return (at) => {
    while (at >= until) {
      share = share === 1 ? lowest + (highest - lowest) * random() : 1;
      until += 100 + 900 * random();
    }
    return share;
  };
}

type Callback = () => void;

/** Simulated time: callbacks in order, by a heap. */
export class SimulatedClock {
  #now = 0;
  readonly #heap: { readonly at: number; readonly n: number; callback: Callback | undefined }[] = [];
  #count = 0;

  now(): number {
    return this.#now;
  }

  epochMs(): number {
    return Date.UTC(2026, 0, 1) + this.#now;
  }

  advanceTo(at: number): void {
    if (at > this.#now) this.#now = at;
  }

  schedule(delayMs: number, callback: Callback): () => void {
    const timer = {
      at: this.#now + Math.max(0, delayMs),
      n: this.#count++,
      callback: callback as Callback | undefined,
    };
    const heap = this.#heap;
    let i = heap.push(timer) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && isBefore(timer, heap[parent]); i = parent, parent = (i - 1) >> 1) {
      heap[i] = heap[parent] as typeof timer;
      heap[parent] = timer;
    }
    return () => (timer.callback = undefined);
  }

  /** When the next one is due; undefined without any. */
  get nextAt(): number | undefined {
    while (this.#heap.length > 0 && this.#heap[0]?.callback === undefined) this.#pop();
    return this.#heap[0]?.at;
  }

  /** The next callback that is due by now. */
  due(): Callback | undefined {
    const at = this.nextAt;
    return at === undefined || at > this.#now ? undefined : this.#pop();
  }

  #pop(): Callback | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || first === last) return first?.callback;
    heap[0] = last;
    for (let i = 0; ;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child])) child++;
      const smaller = heap[child] as typeof last;
      if (!isBefore(smaller, last)) break;
      heap[i] = smaller;
      heap[child] = last;
      i = child;
    }
    return first.callback;
  }
}

function isBefore(a: { at: number; n: number }, b: { at: number; n: number } | undefined): boolean {
  return b !== undefined && (a.at < b.at || (a.at === b.at && a.n < b.n));
}

/** What the simulation needs of a request's context and of its permit, in whichever build. */
interface AnyContext {
  level: { readonly deadline: { release(): void } };
  readonly timeline: { measure(name: 'compose', step: () => void): void };
}
interface AnyPermit {
  whileWaiting(work: () => Promise<void>): Promise<void>;
  release(): void;
}

/** The parts of the optimizer that decide, of whichever build: a benchmark may simulate one that has other types. */
export interface Deciding<Context extends AnyContext, Permit extends AnyPermit> {
  readonly admission: { noteArrival(): void; readonly isShedding: boolean };
  readonly classes: {
    open(arrival: object): Context;
    levelFor(context: Context, plan: object): Context['level'];
  };
  readonly planner: {
    admit(context: Context): Promise<Permit>;
    settle?(context: Context, permit: Permit, plan: object): Promise<void>;
    leavesOut?(step: string, context: Context): boolean;
    shedEarly(context: Context): unknown;
    untilReplyDue?(context: Context, calls: Promise<unknown>): Promise<void>;
    recordReply?(context: Context): void;
    recordAnswer(context: Context, permit: Permit): void;
  };
}

const PERSONAS = { 'multi-persona': 2, enhanced: 1, strategic: 1, critical: 1 } as const;

const NEVER = new Promise<never>(() => undefined);

/**
 * Takes the steps of the answer pipeline that concern admission.
 *
 * @param hungOn Where every MCP server hangs, so that a reply waits until it is due: the clock of the process.
 */
export function handlerOf<Context extends AnyContext, Permit extends AnyPermit>(
  { admission, classes, planner }: Deciding<Context, Permit>,
  hungOn?: Pick<SimulatedClock, 'now'>,
): Handler {
  const entitlements = new Set(['ask', 'critical']);
  const open = ({ asked, tenant }: Arrival): Context =>
    classes.open({
      requestId: 'req',
      caller: { tenant, subject: tenant, entitlements },
      requestedClass: asked,
      ...(hungOn === undefined ? {} : { arrivedAt: hungOn.now() }),
    });
  return {
    noteArrival: () => admission.noteArrival(),
    isRefusedEarly: (arrival) => admission.isShedding && planner.shedEarly(open(arrival)) !== undefined,
    answer: async (arrival, spend) => {
      const context = open(arrival);
      const permit = await planner.admit(context);
      try {
        spend('read');
        const enhancements = arrival.is === 'enhanced' || arrival.is === 'multi-persona' ? 1 : 0;
        const plan = { personas: PERSONAS[arrival.is], enhancements };
        if (planner.settle === undefined) context.level = classes.levelFor(context, plan);
        else await planner.settle(context, permit, plan);
        await permit.whileWaiting(async () => hungOn && planner.untilReplyDue?.(context, NEVER));
        const saves = (step: keyof typeof SAVED) => (planner.leavesOut?.(step, context) === true ? SAVED[step] : 0);
        context.timeline.measure('compose', () =>
          spend('write', 1 - saves('enhancements') - (plan.personas > 1 ? saves('support') : 0)),
        );
        planner.recordAnswer(context, permit);
        if (hungOn !== undefined) planner.recordReply?.(context);
      } finally {
        permit.release();
        context.level.deadline.release();
      }
    },
  };
}

/** What the simulated process does with one question; it calls `spend` for its work, and throws to refuse. */
export interface Handler {
  /** A question has reached the process. */
  noteArrival(): void;
  /** Whether it is refused before the framework. */
  isRefusedEarly(arrival: Arrival): boolean;
  /** Answers, with the class it had at last. @throws if it is refused. */
  answer(arrival: Arrival, spend: (part: 'read' | 'write', share?: number) => void): Promise<void>;
}

export type Fate = 'in-time' | 'late' | 'refused' | 'refused-late';

export interface Outcome {
  readonly arrival: Arrival;
  readonly fate: Fate;
  /** From the socket to the answer or the refusal, milliseconds. */
  readonly tookMs: number;
}

/** A refusal that comes this long after the question counts as one that waited in vain, milliseconds. */
const LATE_REFUSAL_MS = 100;
/** Arrivals that one turn of the event loop reads. */
const MAX_READS_A_TURN = 64;

/**
 * Runs a load through one process with an event loop: timers, then what has arrived, then what was deferred with
 * `setImmediate`, which is replaced meanwhile.
 */
export async function simulate(
  arrivals: readonly Arrival[],
  { clock, core, handler, isWarm = false }: SimulatedProcess,
): Promise<Outcome[]> {
  const flush = globalThis.setImmediate;
  const settle = () => new Promise<void>((resolve) => void flush(resolve));
  let deferred: Callback[] = [];
  globalThis.setImmediate = ((callback: Callback) => deferred.push(callback)) as unknown as typeof setImmediate;
  const outcomes: Outcome[] = [];
  let [answers, worked, sinceScavenge] = [0, 0, 0];
  const random = randomOf(arrivals.length + 17);
  const spend = (cpuMs: number) => {
    clock.advanceTo(core.endOf(clock.now(), cpuMs));
    worked += cpuMs;
    sinceScavenge += cpuMs;
    if (sinceScavenge > SCAVENGE_EACH_MS) {
      sinceScavenge = 0;
      clock.advanceTo(core.endOf(clock.now(), SCAVENGE_MS));
    }
    if (worked > GC_EACH_MS) {
      worked = 0;
      clock.advanceTo(core.endOf(clock.now(), GC_PAUSE_MS));
    }
  };
  const handle = async (arrival: Arrival) => {
    const end = (fate: Fate) => outcomes.push({ arrival, fate, tookMs: clock.now() - arrival.at });
    if (handler.isRefusedEarly(arrival)) {
      spend(REFUSE_EARLY_MS);
      end('refused');
      return;
    }
    spend(RECEIVE_MS);
    const arrivedAt = clock.now();
    let factor: number | undefined;
    try {
      await handler.answer(arrival, (part, share = 1) => {
        // What is cold is cold for the answers that begin early, however many of them begin at once.
        factor ??=
          answers++ < COLD_ANSWERS && !isWarm ? COLD_FACTOR[0] + (COLD_FACTOR[1] - COLD_FACTOR[0]) * random() : 1;
        spend(share * factor * (part === 'read' ? arrival.readMs : arrival.writeMs));
      });
      end(clock.now() - arrival.at <= DEADLINES[arrival.is] ? 'in-time' : 'late');
    } catch (error) {
      if ((error as { code?: string }).code !== 'OVERLOADED') throw error;
      const isLate = clock.now() - arrivedAt > LATE_REFUSAL_MS;
      spend(REFUSE_MS);
      end(isLate ? 'refused-late' : 'refused');
    }
  };
  const failures: unknown[] = [];
  try {
    for (let next = 0; ;) {
      for (let callback = clock.due(); callback !== undefined; callback = clock.due()) {
        callback();
        await settle();
      }
      const turnAt = clock.now();
      const firstId = next;
      while (next < arrivals.length && next - firstId < MAX_READS_A_TURN && (arrivals[next]?.at ?? 0) <= turnAt) {
        handler.noteArrival();
        handle(arrivals[next++] as Arrival).catch((error: unknown) => failures.push(error));
        await settle();
      }
      if (failures.length > 0) throw failures[0];
      const turn = deferred;
      deferred = [];
      for (const callback of turn) {
        callback();
        await settle();
      }
      if (deferred.length > 0) continue;
      const nextAt = Math.min(clock.nextAt ?? Infinity, arrivals[next]?.at ?? Infinity);
      if (outcomes.length === arrivals.length || nextAt === Infinity) break;
      clock.advanceTo(nextAt);
    }
  } finally {
    globalThis.setImmediate = flush;
  }
  return outcomes;
}

export interface SimulatedProcess {
  readonly clock: SimulatedClock;
  readonly core: Core;
  readonly handler: Handler;
  /** Whether its code is compiled. @default false */
  readonly isWarm?: boolean;
}

/**
 * How many questions a scheduler that knows the future could answer in time on the same core, if one that is left out cost
 * no more than to be refused: earliest deadline first, without those that come when it cannot hold any more. It does not
 * choose the cheap ones, which no service may.
 */
export function mostInTime(arrivals: readonly Arrival[], core: Core, isWarm = false, untilMs = Infinity): number {
  const times = [...arrivals.map(({ at }) => at), ...arrivals.map(({ at, is }) => at + DEADLINES[is])];
  const ascending = times.toSorted((a, b) => a - b);
  const cpus = core.cpuAt(ascending);
  const cpu = new Map(ascending.map((at, i) => [at, cpus[i] as number]));
  const waste = 1 / (1 + GC_PAUSE_MS / GC_EACH_MS + SCAVENGE_MS / SCAVENGE_EACH_MS);
  const usable = (at: number) => (cpu.get(at) as number) * waste;
  const coldFactor = (COLD_FACTOR[0] + COLD_FACTOR[1]) / 2;
  interface Job {
    readonly dueAt: number;
    readonly isCritical: boolean;
    readonly counts: boolean;
    left: number;
  }
  const waiting: Job[] = [];
  let [done, now, started] = [0, 0, 0];
  const runUntil = (at: number) => {
    while (waiting.length > 0 && now < at) {
      const job = waiting[0] as Job;
      const ran = Math.min(job.left, at - now);
      job.left -= ran;
      now += ran;
      if (job.left > 1e-9) break;
      waiting.shift();
      if (job.counts) done++;
    }
    now = Math.max(now, at);
  };
  const isFeasible = () => {
    let ends = now;
    return waiting.every(({ dueAt, left }) => (ends += left) <= dueAt);
  };
  for (const { asked, at, is } of arrivals) {
    runUntil(usable(at));
    now += REFUSE_EARLY_MS;
    const factor = !isWarm && started < COLD_ANSWERS ? coldFactor : 1;
    const left = RECEIVE_MS + factor * (meanCostMs([[asked, 1]]) * waste - RECEIVE_MS);
    const job = { dueAt: usable(at + DEADLINES[is]), left, isCritical: asked === 'critical', counts: at < untilMs };
    const place = waiting.findIndex(({ dueAt }) => dueAt > job.dueAt);
    waiting.splice(place < 0 ? waiting.length : place, 0, job);
    started++;
    while (!isFeasible()) {
      // Makes room for what is critical; else the new one is left out.
      const victim = job.isCritical ? waiting.findLastIndex((one) => !one.isCritical) : waiting.indexOf(job);
      waiting.splice(victim < 0 ? waiting.indexOf(job) : victim, 1);
      if (!job.isCritical) break;
    }
  }
  runUntil(Infinity);
  return done;
}
