import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';

import { Cgroup } from './cgroup.js';
import type { EventLoopMonitor } from './event-loop-monitor.js';
import type { GcMonitor } from './gc-monitor.js';

/** A limit on memory, and how much of it is used. */
export interface MemoryLimit {
  /** The container, `memory.limitMb`, or V8 for its heap. */
  readonly source: 'container' | 'configuration' | 'heap';
  readonly limitBytes: number;
  readonly usedBytes: number;
}

/** What the process uses. */
export interface ResourceReading {
  /** Never empty. */
  readonly limits: readonly MemoryLimit[];
  /** Resident set of this process, bytes. */
  readonly residentBytes: number;
  /** The part of it that is neither shared nor backed by a file, bytes. */
  readonly privateBytes: number;
  readonly heapUsedBytes: number;
  /** Share of the last ten seconds in which some task waited for memory, 0–1. */
  readonly stallRatio: number;
  /** Share of about the last ten seconds spent in full collections, 0–1. */
  readonly gcTimeRatio: number;
  /** Longest delay of the event loop since the last reading, milliseconds. */
  readonly eventLoopDelayMs: number;
}

const PAGE_BYTES = 4_096;
const MEGABYTE = 1_048_576;

/** The limit of V8's old generation when set by a flag: `heap_size_limit` includes the young generation too. */
const MAX_OLD_SPACE = /^--max[-_]old[-_]space[-_]size=(\d+)$/;

/** Reads the control group, `/proc`, V8 and the event loop. */
export class ProcessProbe {
  readonly #maxOldSpaceBytes = Math.min(
    ...process.execArgv.map((arg) => Number(MAX_OLD_SPACE.exec(arg)?.[1] ?? Infinity) * MEGABYTE),
  );

  constructor(
    private readonly options: { readonly limitMb?: number | undefined },
    private readonly eventLoop: Pick<EventLoopMonitor, 'takeMaxDelayMs'>,
    private readonly gc: Pick<GcMonitor, 'takeGcTimeRatio'>,
    private readonly cgroup = new Cgroup(),
  ) {}

  read(): ResourceReading {
    const { heap_size_limit: heapLimit, used_heap_size: heapUsedBytes } = getHeapStatistics();
    const { residentBytes, privateBytes } = residentSet();
    const container = this.cgroup.use;
    const { limitMb } = this.options;
    const limits: MemoryLimit[] = [
      { source: 'heap', limitBytes: Math.min(heapLimit, this.#maxOldSpaceBytes), usedBytes: heapUsedBytes },
    ];
    if (limitMb !== undefined) {
      limits.unshift({ source: 'configuration', limitBytes: limitMb * MEGABYTE, usedBytes: privateBytes });
    }
    if (container !== undefined) limits.unshift({ source: 'container', ...container });
    return {
      limits,
      residentBytes,
      privateBytes,
      heapUsedBytes,
      stallRatio: this.cgroup.stallRatio,
      gcTimeRatio: this.gc.takeGcTimeRatio(),
      eventLoopDelayMs: this.eventLoop.takeMaxDelayMs(),
    };
  }
}

/** Outside Linux, all resident memory counts as private. */
function residentSet(): Pick<ResourceReading, 'residentBytes' | 'privateBytes'> {
  try {
    const [, resident = 0, shared = 0] = readFileSync('/proc/self/statm', 'utf8').split(' ').map(Number);
    return { residentBytes: resident * PAGE_BYTES, privateBytes: (resident - shared) * PAGE_BYTES };
  } catch {
    const residentBytes = process.memoryUsage.rss();
    return { residentBytes, privateBytes: residentBytes };
  }
}
