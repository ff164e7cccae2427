import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the container of this process may use and uses. */
export interface ContainerUse {
  readonly limitBytes: number;
  /** Without what the kernel can take back at once: pages of files nobody has touched lately. */
  readonly usedBytes: number;
}

export interface CgroupPaths {
  /** Where control groups are mounted. */
  readonly root: string;
  /** Which of them this process is in. */
  readonly membership: string;
  /** How long the tasks of the machine have waited for memory. */
  readonly machinePressure: string;
}

const DEFAULTS: CgroupPaths = {
  root: '/sys/fs/cgroup',
  membership: '/proc/self/cgroup',
  machinePressure: '/proc/pressure/memory',
};

/** File names of one version of control groups. */
interface Version {
  readonly mount: string;
  /** How its line in the membership file begins, after the number. */
  readonly line: RegExp;
  readonly limit: string;
  readonly used: string;
  /** In `memory.stat`. */
  readonly reclaimable: RegExp;
}

const VERSIONS: readonly Version[] = [
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
];

/**
 * The control groups of this process, of version 2 or 1, from its own up to the root: each may have a limit, and the one
 * that is fullest is the one that counts.
 *
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html
 */
export class Cgroup {
  readonly #version: Version | undefined;
  /** Those that have the files, own group first. */
  readonly #folders: readonly string[];
  readonly #pressureFile: string | undefined;

  constructor(paths: Partial<CgroupPaths> = {}) {
    const { root, membership, machinePressure } = { ...DEFAULTS, ...paths };
    const lines = readText(membership) ?? '';
    const found = VERSIONS.map((version) => ({ version, folders: foldersOf(version, root, lines) })).find(
      ({ folders }) => folders.length > 0,
    );
    this.#version = found?.version;
    this.#folders = found?.folders ?? [];
    const own = this.#folders[0];
    this.#pressureFile = [own === undefined ? undefined : join(own, 'memory.pressure'), machinePressure].find(
      (file) => file !== undefined && existsSync(file),
    );
  }

  /** The fullest group that has a limit; undefined where none has. */
  get use(): ContainerUse | undefined {
    let fullest: ContainerUse | undefined;
    for (const folder of this.#folders) {
      const use = this.#useOf(folder);
      if (use === undefined) continue;
      if (fullest === undefined || use.usedBytes / use.limitBytes > fullest.usedBytes / fullest.limitBytes)
        fullest = use;
    }
    return fullest;
  }

  /** Share of the last ten seconds in which somebody in the container, or on the machine, waited for memory, 0–1. */
  get stallRatio(): number {
    if (this.#pressureFile === undefined) return 0;
    const [, percent] = /^some avg10=([\d.]+)/m.exec(readText(this.#pressureFile) ?? '') ?? [];
    return percent === undefined ? 0 : Number(percent) / 100;
  }

  #useOf(folder: string): ContainerUse | undefined {
    if (this.#version === undefined) return undefined;
    const limitBytes = bytesIn(readText(join(folder, this.#version.limit)));
    const usedBytes = bytesIn(readText(join(folder, this.#version.used)));
    if (limitBytes === undefined || usedBytes === undefined) return undefined;
    const reclaimable = this.#version.reclaimable.exec(readText(join(folder, 'memory.stat')) ?? '')?.[1];
    return { limitBytes, usedBytes: Math.max(0, usedBytes - Number(reclaimable ?? 0)) };
  }
}

/** From the group of the process up to where they are mounted; inside a container only that may be visible. */
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

/** A byte count, or undefined where the file is missing or says that there is no limit. */
function bytesIn(text: string | undefined): number | undefined {
  const bytes = Number(text?.trim() ?? 'max');
  // Version 1 writes a number near 2^63 for "no limit".
  return Number.isFinite(bytes) && bytes < 2 ** 60 ? bytes : undefined;
}
