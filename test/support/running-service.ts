import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT, slowClock } from './child.js';
import { eventually } from './eventually.js';
import { endWithUs, stopLater } from './leftovers.js';
import { freePort } from './services.js';

export interface RunningServiceOptions {
  /** Contents of `director.yaml`. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many times slower than the machine's its clock runs. @default 1 */
  readonly slowness?: number;
  /** What is started, from the root of the project. @default 'bin/serve.mjs' */
  readonly program?: string;
  readonly nodeArgs?: readonly string[];
  /** The control group it runs in: where the ids of its members are written. */
  readonly controlGroup?: string;
}

/** The built service in a process of its own, which can be stopped, frozen and killed. */
export class RunningService {
  /** What it has written to its standard output so far. */
  output = '';
  readonly #stopped: () => void;

  private constructor(
    readonly url: string,
    readonly process: ChildProcess,
    private readonly folder: string,
  ) {
    this.#stopped = stopLater(() => this.stop());
  }

  static async start(options: RunningServiceOptions = {}): Promise<RunningService> {
    const { yaml = '', env = {}, slowness = 1, nodeArgs = [], program: main = 'bin/serve.mjs', controlGroup } = options;
    const folder = mkdtempSync(join(tmpdir(), 'director-process-'));
    writeFileSync(join(folder, 'director.yaml'), yaml);
    const port = await freePort();
    const command = [process.execPath, ...nodeArgs, join(ROOT, main)];
    // It joins before it is the service: what it takes is counted from its first page on.
    const joining = ['sh', '-c', 'echo $$ > "$0" && exec "$@"', controlGroup ?? ''];
    const [program = '', ...args] = controlGroup === undefined ? command : [...joining, ...command];
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'fatal', ...slowClock(slowness), ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    endWithUs(child, folder);
    const service = new RunningService(`http://127.0.0.1:${port}`, child, folder);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (service.output += text));
    try {
      await eventually(async () => {
        if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
        const ready = await fetch(`${service.url}/health/ready`).catch(() => undefined);
        return ready?.ok === true ? true : undefined;
      });
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  /** Stops it from running for a while, as a starved machine does. */
  async stall(ms: number): Promise<void> {
    this.process.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.#stopped();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
