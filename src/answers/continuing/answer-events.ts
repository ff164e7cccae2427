import { observe } from '../../core/index.js';

/** One event of an answer, in the order in which it happened. */
export interface AnswerEvent {
  /** Grows by one with each event of the same answer. */
  readonly id: number;
  readonly type: string;
  /** JSON in one line. */
  readonly data: string;
}

/** Bytes an event takes besides its data, about. */
const EVENT_BYTES = 64;

/** The events of one answer: bounded, read by any number of readers at their own pace. */
export class AnswerEventLog {
  readonly #events: AnswerEvent[] = [];
  readonly #readers = new Set<() => void>();
  #next: number;
  #bytes = 0;
  #isEnded = false;

  /**
   * @param maxBytes When the events take more, the oldest are dropped: a slower reader misses some, never the last.
   * @param firstId  Id of the first event.
   * @param onBytes  Called with every change of {@link bytes}.
   */
  constructor(
    private readonly maxBytes: number,
    firstId = 1,
    private readonly onBytes: (change: number) => void = () => undefined,
  ) {
    this.#next = firstId;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** True when no event will follow. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Of the newest event; of none yet, that before the first. */
  get lastId(): number {
    return this.#next - 1;
  }

  /** Subscribed readers. */
  get readers(): number {
    return this.#readers.size;
  }

  append(type: string, data: object): void {
    if (this.#isEnded) return;
    const event = { id: this.#next++, type, data: JSON.stringify(data) };
    this.#events.push(event);
    let change = event.data.length + EVENT_BYTES;
    while (this.#events.length > 1 && this.#bytes + change > this.maxBytes) {
      change -= (this.#events.shift()?.data.length ?? 0) + EVENT_BYTES;
    }
    this.#bytes += change;
    this.onBytes(change);
    this.#notify();
  }

  end(): void {
    this.#isEnded = true;
    this.#notify();
  }

  /** The first retained event after `id`; undefined when there is none yet. */
  after(id: number): AnswerEvent | undefined {
    const first = this.#events[0]?.id ?? 0;
    return this.#events[Math.max(0, id + 1 - first)];
  }

  /** Calls `reader` when there is something new. @returns a function that ends that. */
  subscribe(reader: () => void): () => void {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  }

  #notify(): void {
    for (const reader of this.#readers) observe('answers:events:appended', reader);
  }
}

export interface AnswerEventLogsOptions {
  /** Answers whose events are retained. */
  readonly maxLogs: number;
  /** What all of them may take. */
  readonly maxBytes: number;
}

/** No single answer may take more, bytes. */
const MAX_LOG_BYTES = 262_144;

/** Events of streamed answers, each visible to its own tenant only, so that a disconnected reader can resume. */
export class AnswerEventLogs {
  readonly #logs = new Map<string, AnswerEventLog>();
  #bytes = 0;

  constructor(private readonly options: AnswerEventLogsOptions) {}

  /** A new log; beyond the bounds the oldest are dropped, which their present readers still hold. */
  open(tenant: string, answerId: string): AnswerEventLog {
    const key = `${tenant}/${answerId}`;
    const log = new AnswerEventLog(MAX_LOG_BYTES, 1, (change) => {
      if (this.#logs.get(key) === log) this.#bytes += change;
      this.#shrink(log);
    });
    this.#logs.set(key, log);
    this.#shrink(log);
    return log;
  }

  find(tenant: string, answerId: string): AnswerEventLog | undefined {
    return this.#logs.get(`${tenant}/${answerId}`);
  }

  /** Logs retained. */
  get size(): number {
    return this.#logs.size;
  }

  /** What all logs take together, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  #shrink(current: AnswerEventLog): void {
    for (const [key, log] of this.#logs) {
      if (this.#logs.size <= this.options.maxLogs && this.#bytes <= this.options.maxBytes) return;
      if (log !== current) this.#drop(key);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#logs.get(key)?.bytes ?? 0;
    this.#logs.delete(key);
  }
}
