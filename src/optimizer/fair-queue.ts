/** What is put into a {@link FairQueue}. */
export interface QueueEntry<T> {
  readonly item: T;
  readonly flow: string;
  /** Smaller goes first within the flow. */
  readonly rank: number;
  /** How long it takes, milliseconds. */
  readonly work: number;
}

/** What a flow got, and when it is next; remembered while it is empty. */
interface Service {
  /** Virtual time at which its next entry starts. */
  startTag: number;
  /** Work done lately, and in what time: what the flow really gets. */
  done: number;
  during: number;
  at: number;
}

interface Flow<T> extends Service {
  readonly weight: number;
  /** By rank, the smallest first; of equals in order of arrival. */
  readonly entries: QueueEntry<T>[];
  /** Of its entries. */
  work: number;
}

/** For how long the work of a flow counts for its rate, and as how much work at full rate its beginning counts, milliseconds. */
const RATE_MEMORY_MS = 1_000;
const INITIAL_RATE_MS = 200;
/** Between two entries of a flow that is served, milliseconds: until then it is not held up by others. */
const USUAL_GAP_MS = 25;
/** Empty flows that are remembered. */
const MAX_PAUSED = 1_024;

/**
 * A queue whose work is shared by flows in proportion to their weights; within a flow the smallest rank goes first.
 *
 * A flow with waiting entries gets its share whatever the others add. With the deadline as the rank this is earliest
 * deadline first within a flow; no entry starves, because later arrivals have later deadlines.
 *
 * @remarks `push` O(log n) to find the place, `pop` O(flows waiting). Memory of empty flows is bounded.
 * @see Goyal, Vin, Cheng: Start-time Fair Queuing, SIGCOMM 1996
 */
export class FairQueue<T> {
  readonly #flows = new Map<string, Flow<T>>();
  /** Empty flows: one that empties again and again must not get more than its share, nor be taken for a fast one. */
  readonly #paused = new Map<string, Service>();
  #virtualTime = 0;
  #size = 0;
  #work = 0;

  get size(): number {
    return this.#size;
  }

  /** Entries of one flow. */
  sizeOf(flow: string): number {
    return this.#flows.get(flow)?.entries.length ?? 0;
  }

  /** Of all entries. */
  get work(): number {
    return this.#work;
  }

  /**
   * The work that would be done before an entry pushed now, and before its flow's entries of smaller rank: all of that in
   * its own flow, and of each other flow as much as its weight gives it meanwhile, at most what it has.
   *
   * @see Parekh, Gallager: A generalized processor sharing approach to flow control, 1993
   */
  workBefore(flowName: string, weight: number, rank: number): number {
    return this.workWith(flowName, weight, this.workUpTo(flowName, rank));
  }

  /** As {@link workBefore}, for an entry with so much work before it in its own flow. */
  workWith(flowName: string, weight: number, own: number): number {
    const flow = this.#flows.get(flowName);
    let before = own;
    for (const other of this.#flows.values()) {
      if (other !== flow) before += Math.min(other.work, (own * other.weight) / weight + firstWork(other));
    }
    return before;
  }

  /**
   * The work that a flow gets done in a millisecond, at most 1; of a flow that is new, 1. The time since it was
   * last served counts, so that a flow that others keep from being served is not taken for a fast one.
   */
  rateOf(name: string, now: number): number {
    const flow = this.#flows.get(name);
    if (flow === undefined) {
      const { done, during } = this.#serviceOf(name, now);
      return Math.min(1, done / during);
    }
    const kept = Math.exp((flow.at - now) / RATE_MEMORY_MS);
    const unservedMs = Math.max(0, now - flow.at - USUAL_GAP_MS);
    return Math.min(1, (flow.done * kept) / (flow.during * kept + unservedMs));
  }

  /** The work of a flow that an entry of that rank would stand behind. */
  workUpTo(name: string, rank: number): number {
    const flow = this.#flows.get(name);
    return flow === undefined ? 0 : workUpTo(rank, flow);
  }

  /** The waiting entries, flow by flow, each in its order; entries may be removed meanwhile. */
  get flows(): readonly (readonly QueueEntry<T>[])[] {
    return Array.from(this.#flows.values(), ({ entries }) => [...entries]);
  }

  /** @param weight Of its flow; that of the first waiting entry counts. */
  push(entry: QueueEntry<T>, weight: number, now: number): QueueEntry<T> {
    const { flow: name, rank, work } = entry;
    let flow = this.#flows.get(name);
    if (flow === undefined) {
      flow = { weight, entries: [], work: 0, ...this.#serviceOf(name, now) };
      this.#paused.delete(name);
      this.#flows.set(name, flow);
    }
    flow.entries.splice(placeFor(rank, flow.entries), 0, entry);
    flow.work += work;
    this.#work += work;
    this.#size++;
    return entry;
  }

  /** The next entry; undefined when the queue is empty. */
  pop(now: number): QueueEntry<T> | undefined {
    let next: Flow<T> | undefined;
    for (const flow of this.#flows.values()) if (next === undefined || flow.startTag < next.startTag) next = flow;
    const entry = next?.entries.shift();
    if (next === undefined || entry === undefined) return undefined;
    this.#virtualTime = next.startTag;
    next.startTag += entry.work / next.weight;
    const kept = Math.exp((next.at - now) / RATE_MEMORY_MS);
    next.done = next.done * kept + entry.work;
    next.during = next.during * kept + (now - next.at);
    next.at = now;
    this.#afterRemoval(entry, next);
    return entry;
  }

  /** @returns whether the entry was still waiting. */
  remove(entry: QueueEntry<T>): boolean {
    const flow = this.#flows.get(entry.flow);
    const position = flow?.entries.indexOf(entry) ?? -1;
    if (flow === undefined || position < 0) return false;
    flow.entries.splice(position, 1);
    this.#afterRemoval(entry, flow);
    return true;
  }

  /** Of a flow that begins: what it got before it was empty counts less the longer that is ago. */
  #serviceOf(name: string, now: number): Service {
    const paused = this.#paused.get(name);
    if (paused === undefined) {
      return { startTag: this.#virtualTime, done: INITIAL_RATE_MS, during: INITIAL_RATE_MS, at: now };
    }
    const kept = Math.exp((paused.at - now) / RATE_MEMORY_MS);
    const ofStart = (1 - kept) * INITIAL_RATE_MS;
    const [done, during] = [ofStart + kept * paused.done, ofStart + kept * paused.during];
    return { startTag: Math.max(this.#virtualTime, paused.startTag), done, during, at: now };
  }

  #afterRemoval({ flow: name, work }: QueueEntry<T>, flow: Flow<T>): void {
    const { at, done, during, entries, startTag } = flow;
    this.#size--;
    flow.work -= work;
    // What rounding leaves must not add up.
    this.#work = this.#size === 0 ? 0 : this.#work - work;
    if (entries.length > 0) return;
    this.#flows.delete(name);
    this.#paused.set(name, { startTag, done, during, at });
    if (this.#paused.size <= MAX_PAUSED) return;
    for (const [paused, service] of this.#paused)
      if (service.startTag <= this.#virtualTime) this.#paused.delete(paused);
    if (this.#paused.size > MAX_PAUSED) this.#paused.clear();
  }
}

/** Of the entries that a new one of that rank would stand behind. */
function workUpTo(rank: number, { entries, work }: Flow<unknown>): number {
  const place = placeFor(rank, entries);
  if (place === entries.length) return work;
  let before = 0;
  for (let i = 0; i < place; i++) before += entries[i]?.work ?? 0;
  return before;
}

function firstWork({ entries: [first] }: Flow<unknown>): number {
  return first?.work ?? 0;
}

/** Behind the last entry of that rank or a smaller one. */
function placeFor(rank: number, entries: readonly QueueEntry<unknown>[]): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.rank ?? Infinity) <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
