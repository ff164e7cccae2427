/** A place in a {@link FairQueue}. */
export interface QueueEntry<T> {
  readonly item: T;
  readonly flow: string;
  /** Smaller goes first within the flow. */
  readonly rank: number;
}

interface Flow<T> {
  readonly weight: number;
  /** By rank, the smallest first; of equals in order of arrival. */
  readonly entries: QueueEntry<T>[];
  /** Virtual time at which its next entry starts. */
  startTag: number;
}

/** Empty flows whose start tag is remembered. */
const MAX_PAUSED = 1_024;

/**
 * A queue shared by flows in proportion to their weights; within a flow the smallest rank goes first.
 *
 * A flow with waiting entries gets its share whatever the others add. With the deadline as the rank this is earliest
 * deadline first within a flow; no entry starves, because later arrivals have later deadlines.
 *
 * @remarks `push` O(log n) to find the place, `pop` O(flows waiting). Memory of empty flows is bounded.
 * @see Goyal, Vin, Cheng: Start-time Fair Queuing, SIGCOMM 1996
 */
export class FairQueue<T> {
  readonly #flows = new Map<string, Flow<T>>();
  /** Start tags of empty flows: a flow that empties again and again must not get more than its share. */
  readonly #paused = new Map<string, number>();
  #virtualTime = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Entries of one flow. */
  sizeOf(flow: string): number {
    return this.#flows.get(flow)?.entries.length ?? 0;
  }

  /** The share, in (0, 1], that a flow of that weight would get if it had an entry waiting. */
  shareOf(flow: string, weight: number): number {
    let total = this.#flows.has(flow) ? 0 : weight;
    for (const other of this.#flows.values()) total += other.weight;
    return weight / total;
  }

  push(flowName: string, weight: number, rank: number, item: T): QueueEntry<T> {
    let flow = this.#flows.get(flowName);
    if (flow === undefined) {
      flow = { weight, entries: [], startTag: Math.max(this.#virtualTime, this.#paused.get(flowName) ?? 0) };
      this.#paused.delete(flowName);
      this.#flows.set(flowName, flow);
    }
    const entry = { item, flow: flowName, rank };
    flow.entries.splice(placeFor(rank, flow.entries), 0, entry);
    this.#size++;
    return entry;
  }

  /** The next entry; undefined when the queue is empty. */
  pop(): QueueEntry<T> | undefined {
    let next: Flow<T> | undefined;
    for (const flow of this.#flows.values()) if (next === undefined || flow.startTag < next.startTag) next = flow;
    const entry = next?.entries.shift();
    if (next === undefined || entry === undefined) return undefined;
    this.#virtualTime = next.startTag;
    next.startTag += 1 / next.weight;
    this.#afterRemoval(entry.flow, next);
    return entry;
  }

  /** @returns whether the entry was still waiting. */
  remove(entry: QueueEntry<T>): boolean {
    const flow = this.#flows.get(entry.flow);
    const position = flow?.entries.indexOf(entry) ?? -1;
    if (flow === undefined || position < 0) return false;
    flow.entries.splice(position, 1);
    this.#afterRemoval(entry.flow, flow);
    return true;
  }

  #afterRemoval(name: string, { entries, startTag }: Flow<T>): void {
    this.#size--;
    if (entries.length > 0) return;
    this.#flows.delete(name);
    this.#paused.set(name, startTag);
    if (this.#paused.size <= MAX_PAUSED) return;
    for (const [paused, tag] of this.#paused) if (tag <= this.#virtualTime) this.#paused.delete(paused);
    if (this.#paused.size > MAX_PAUSED) this.#paused.clear();
  }
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
