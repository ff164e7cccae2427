import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventually } from './eventually.js';

interface Files {
  readonly parent: string;
  readonly limit: string;
  /** Where the kernel counts the processes it killed for lack of memory. */
  readonly kills: string;
}

const KINDS: readonly Files[] = [
  { parent: '/sys/fs/cgroup', limit: 'memory.max', kills: 'memory.events' },
  { parent: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', kills: 'memory.oom_control' },
];

/** A control group of this test's own with a hard memory limit: beyond it the kernel kills. */
export class MemoryCeiling {
  private constructor(
    private readonly folder: string,
    private readonly files: Files,
  ) {}

  /** @returns undefined where this machine permits none. */
  static create(limitBytes: number): MemoryCeiling | undefined {
    for (const files of KINDS) {
      const folder = join(files.parent, `director-test-${process.pid}-${limitBytes}`);
      try {
        mkdirSync(folder);
      } catch {
        continue;
      }
      if (existsSync(join(folder, files.limit))) {
        writeFileSync(join(folder, files.limit), String(limitBytes));
        return new MemoryCeiling(folder, files);
      }
      rmdirSync(folder);
    }
    return undefined;
  }

  /** A process that writes its id there joins the group, with all that it starts. */
  get membersFile(): string {
    return join(this.folder, 'cgroup.procs');
  }

  get kills(): number {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(join(this.folder, this.files.kills), 'utf8'))?.[1]);
  }

  /** After its last member has ended. */
  async remove(): Promise<void> {
    await eventually(() => {
      try {
        rmdirSync(this.folder);
        return true;
      } catch {
        return undefined;
      }
    });
  }
}
