import { spawn, type ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

import type { StdioServerConfig } from '../../config/index.js';
import { Deadline, type Clock } from '../../core/index.js';

/** `env` is the whole environment of the process; nothing is inherited. */
export type ProcessGroupOptions = Readonly<Pick<StdioServerConfig, 'command' | 'args' | 'cwd' | 'env'>>;

/** Grace period after the end of its input, and again after SIGTERM, milliseconds. */
const GRACE_MS = 1_000;

const alive = new Set<ProcessGroup>();
/** Groups still alive when this process exits are killed. */
const killAll = (): void => {
  for (const group of alive) group.kill();
};

/**
 * A child process and its descendants, ended as a whole: it leads a process group of its own, so that neither a wrapper
 * such as `npx` nor a grandchild survives it.
 */
export class ProcessGroup {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Fulfills when the leader has ended and its descendants have been signaled; never rejects. */
  readonly ended: Promise<void>;
  readonly #leader: ChildProcess;

  private constructor(
    leader: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable },
    private readonly clock: Clock,
  ) {
    this.#leader = leader;
    this.stdin = leader.stdin;
    this.stdout = leader.stdout;
    if (alive.size === 0) process.on('exit', killAll);
    alive.add(this);
    this.ended = new Promise((resolve) => {
      leader.once('exit', () => {
        this.kill();
        alive.delete(this);
        if (alive.size === 0) process.off('exit', killAll);
        leader.stdin.destroy();
        leader.stdout.destroy();
        resolve();
      });
    });
  }

  /** @throws the system's error, for example when there is no such command. */
  static start({ command, args, cwd, env }: ProcessGroupOptions, clock: Clock): Promise<ProcessGroup> {
    const leader = spawn(command, args, {
      detached: true,
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    return new Promise((resolve, reject) => {
      leader.once('error', reject);
      leader.once('spawn', () => {
        leader.off('error', reject);
        leader.on('error', () => undefined);
        resolve(new ProcessGroup(leader, clock));
      });
    });
  }

  /** Process id of the leader, and of the group. */
  get pid(): number {
    return this.#leader.pid ?? 0;
  }

  /** Asks the group to end: by the end of its input, then by SIGTERM, then by force. */
  async end(): Promise<void> {
    this.stdin.end();
    if (await this.#endsWithinGrace()) return;
    this.#signal('SIGTERM');
    if (await this.#endsWithinGrace()) return;
    this.kill();
    await this.ended;
  }

  /** Ends the group by force, frozen or not. */
  kill(): void {
    this.#signal('SIGKILL');
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The group has ended.
    }
  }

  async #endsWithinGrace(): Promise<boolean> {
    using grace = Deadline.after(this.clock, GRACE_MS);
    return await grace.wait(this.ended).then(
      () => true,
      () => false,
    );
  }
}
