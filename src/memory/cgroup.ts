import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Limit and use of the container of this process. */
export interface ContainerUse {
  readonly limitBytes: number;
  /** Without inactive file pages, which the kernel reclaims at once. */
  readonly usedBytes: number;
}

/** Mount point of the control groups, the list of those of this process, and pressure stalls of the whole machine. */
const DEFAULTS = {
  root: '/sys/fs/cgroup',
  membership: '/proc/self/cgroup',
  machinePressure: '/proc/pressure/memory',
};

/** File names of versions 2 and 1. `line` matches the group in the membership file, `reclaimable` in `memory.stat`. */
const VERSIONS = [
  {
    mount: '',
    line: /^0::(\/.*)$/m,
    limit: 'memory.max',
    used: 'memory.current',
    reclaimable: /^inactive_file (\d+)$/m,
  },
  {
    mount: 'memory',
    line: /^\d+:(?:[^:\n]*,)?memory(?:,[^:\n]*)?:(\/.*)$/m,
    limit: 'memory.limit_in_bytes',
    used: 'memory.usage_in_bytes',
    reclaimable: /^total_inactive_file (\d+)$/m,
  },
] as const;
type Version = (typeof VERSIONS)[number];

/**
 * The control groups of this process, version 2 or 1, from its own up to the root. Each may have a limit; the fullest
 * counts.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export class Cgroup {
  /** Groups with a limit file, own group first. */
  readonly #groups: readonly { readonly version: Version; readonly folder: string }[];
  readonly #pressureFile: string | undefined;

  constructor(paths: Partial<typeof DEFAULTS> = {}) {
    const { root, membership, machinePressure } = { ...DEFAULTS, ...paths };
    const lines = readText(membership) ?? '';
    this.#groups =
      VERSIONS.map((version) => foldersOf(version, root, lines).map((folder) => ({ version, folder }))).find(
        (groups) => groups.length > 0,
      ) ?? [];
    const own = this.#groups[0];
    const candidates = own === undefined ? [machinePressure] : [join(own.folder, 'memory.pressure'), machinePressure];
    this.#pressureFile = candidates.find((file) => existsSync(file));
  }

  /** The fullest group that has a limit; undefined if none has. */
  get use(): ContainerUse | undefined {
    return this.#groups
      .flatMap(({ version, folder }) => useOf(version, folder) ?? [])
      .toSorted((a, b) => b.usedBytes / b.limitBytes - a.usedBytes / a.limitBytes)[0];
  }

  /** Share of the last ten seconds in which some task of the container, or of the machine, waited for memory, 0–1. */
  get stallRatio(): number {
    if (this.#pressureFile === undefined) return 0;
    const [, percent = 0] = /^some avg10=([\d.]+)/m.exec(readText(this.#pressureFile) ?? '') ?? [];
    return Number(percent) / 100;
  }
}

function useOf({ limit, reclaimable, used }: Version, folder: string): ContainerUse | undefined {
  const limitBytes = bytesIn(readText(join(folder, limit)));
  const usedBytes = bytesIn(readText(join(folder, used)));
  if (limitBytes === undefined || usedBytes === undefined) return undefined;
  const [, reclaimableBytes = 0] = reclaimable.exec(readText(join(folder, 'memory.stat')) ?? '') ?? [];
  return { limitBytes, usedBytes: Math.max(0, usedBytes - Number(reclaimableBytes)) };
}

/** From the group of the process up to the mount point; inside a container only that may be visible. */
function foldersOf({ mount, line, limit }: Version, root: string, lines: string): string[] {
  const top = join(root, mount);
  const folders: string[] = [];
  for (let folder = join(top, line.exec(lines)?.[1] ?? '/'); folder.length >= top.length; folder = dirname(folder)) {
    if (existsSync(join(folder, limit))) folders.push(folder.replace(/\/$/, ''));
    if (folder === top || folder === dirname(folder)) break;
  }
  return [...new Set(folders)];
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A byte count; undefined if the file is missing or says that there is no limit. */
function bytesIn(text: string | undefined): number | undefined {
  const bytes = Number(text?.trim() ?? 'max');
  // Version 1 writes a number near 2^63 for "no limit".
  return Number.isFinite(bytes) && bytes < 2 ** 60 ? bytes : undefined;
}
