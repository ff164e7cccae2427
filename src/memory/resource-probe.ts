import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';

import { Cgroup } from './cgroup.js';
import type { EventLoopMonitor } from './event-loop-monitor.js';
import type { GcMonitor } from './gc-monitor.js';

/** A bound on memory, and how much of it is taken. */
export interface MemoryLimit {
  /** Who set it: the container, `memory.limitMb`, or V8 for its heap. */
  readonly source: 'container' | 'configuration' | 'heap';
  readonly limitBytes: number;
  readonly usedBytes: number;
}

/** One look at what the process uses. */
export interface ResourceReading {
  /** Every bound there is; never empty. */
  readonly limits: readonly MemoryLimit[];
  /** Resident set of this process, bytes. */
  readonly residentBytes: number;
  /** Of it what nobody else shares and no file holds, bytes. */
  readonly privateBytes: number;
  readonly heapUsedBytes: number;
  /** Share of the last ten seconds in which somebody waited for memory, 0–1. */
  readonly stallRatio: number;
  /** Share of about the last ten seconds that went into full collections, 0–1. */
  readonly collectingRatio: number;
  /** Longest delay of the event loop since the last look, milliseconds. */
  readonly eventLoopDelayMs: number;
}

/** Looks at the process and its container. */
export interface ResourceProbe {
  read(): ResourceReading;
}

export interface ProcessProbeOptions {
  /** What this process may hold for itself, megabytes; undefined where nothing was configured. */
  readonly limitMb?: number | undefined;
}

const PAGE_BYTES = 4_096;
const MEGABYTE = 1_048_576;

/** Where V8 gives up on its old objects, when the command line says so: what it reports as its limit counts the young too. */
const MAX_OLD_SPACE = /^--max[-_]old[-_]space[-_]size=(\d+)$/;

/** Reads the control group, the kernel's word on this process, V8 and the event loop. */
export class ProcessProbe implements ResourceProbe {
  readonly #maxOldSpaceBytes = Math.min(
    ...process.execArgv.map((arg) => Number(MAX_OLD_SPACE.exec(arg)?.[1] ?? Infinity) * MEGABYTE),
  );

  constructor(
    private readonly options: ProcessProbeOptions,
    private readonly eventLoop: Pick<EventLoopMonitor, 'takeMaxDelayMs'>,
    private readonly garbage: Pick<GcMonitor, 'takeGcTimeRatio'>,
    private readonly container = new Cgroup(),
  ) {}

  read(): ResourceReading {
    const heap = getHeapStatistics();
    const { residentBytes, privateBytes } = residentSet();
    const container = this.container.use;
    const { limitMb } = this.options;
    return {
      limits: [
        ...(container === undefined ? [] : [{ source: 'container', ...container } as const]),
        ...(limitMb === undefined
          ? []
          : [{ source: 'configuration', limitBytes: limitMb * MEGABYTE, usedBytes: privateBytes } as const]),
        {
          source: 'heap',
          limitBytes: Math.min(heap.heap_size_limit, this.#maxOldSpaceBytes),
          usedBytes: heap.used_heap_size,
        },
      ],
      residentBytes,
      privateBytes,
      heapUsedBytes: heap.used_heap_size,
      stallRatio: this.container.stallRatio,
      collectingRatio: this.garbage.takeGcTimeRatio(),
      eventLoopDelayMs: this.eventLoop.takeMaxDelayMs(),
    };
  }
}

/** Off Linux all that is resident counts as private. */
function residentSet(): Pick<ResourceReading, 'residentBytes' | 'privateBytes'> {
  try {
    const [, resident, shared] = readFileSync('/proc/self/statm', 'utf8').split(' ').map(Number);
    const pages = resident ?? 0;
    return { residentBytes: pages * PAGE_BYTES, privateBytes: (pages - (shared ?? 0)) * PAGE_BYTES };
  } catch {
    const residentBytes = process.memoryUsage.rss();
    return { residentBytes, privateBytes: residentBytes };
  }
}
