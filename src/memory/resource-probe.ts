import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** One look at what the process uses. */
export interface ResourceReading {
  /** Resident set of this process, bytes. */
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  /** Where V8 gives up, bytes. */
  readonly heapLimitBytes: number;
  /** What the container may use, bytes; undefined where no limit is set. */
  readonly containerLimitBytes: number | undefined;
  /** What the container uses, bytes; undefined where no limit is set. */
  readonly containerUsedBytes: number | undefined;
  /** Longest pause of the event loop since the last look, milliseconds. */
  readonly eventLoopDelayMs: number;
}

/** Looks at the process and its container. */
export interface ResourceProbe {
  read(): ResourceReading;
  stop(): void;
}

/** Reads V8, the event loop and the control group (version 2, then 1) of this process. */
export class ProcessProbe implements ResourceProbe {
  readonly #delay: ReturnType<typeof monitorEventLoopDelay>;
  readonly #limitPath: readonly [limit: string, used: string] | undefined;

  constructor(cgroupRoot = '/sys/fs/cgroup') {
    this.#delay = monitorEventLoopDelay({ resolution: 20 });
    this.#delay.enable();
    const candidates = [
      [`${cgroupRoot}/memory.max`, `${cgroupRoot}/memory.current`],
      [`${cgroupRoot}/memory/memory.limit_in_bytes`, `${cgroupRoot}/memory/memory.usage_in_bytes`],
    ] as const;
    this.#limitPath = candidates.find(([limit]) => readBytes(limit) !== undefined);
  }

  read(): ResourceReading {
    const heap = getHeapStatistics();
    const eventLoopDelayMs = this.#delay.max / 1e6;
    this.#delay.reset();
    const [limitPath, usedPath] = this.#limitPath ?? [];
    return {
      residentBytes: process.memoryUsage.rss(),
      heapUsedBytes: heap.used_heap_size,
      heapLimitBytes: heap.heap_size_limit,
      containerLimitBytes: limitPath === undefined ? undefined : readBytes(limitPath),
      containerUsedBytes: usedPath === undefined ? undefined : readBytes(usedPath),
      eventLoopDelayMs,
    };
  }

  stop(): void {
    this.#delay.disable();
  }
}

/** A byte count, or undefined where the file is missing or says that there is no limit. */
function readBytes(path: string): number | undefined {
  try {
    const bytes = Number(readFileSync(path, 'utf8').trim());
    // Version 1 writes a number near 2^63 for "no limit".
    return Number.isFinite(bytes) && bytes < 2 ** 60 ? bytes : undefined;
  } catch {
    return undefined;
  }
}
