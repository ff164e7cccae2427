import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from './child.js';
import { eventually } from './eventually.js';
import { freePort } from './services.js';

export interface RunningServiceOptions {
  /** Contents of `director.yaml`. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
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

  private constructor(
    readonly url: string,
    readonly process: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(options: RunningServiceOptions = {}): Promise<RunningService> {
    const { yaml = '', env = {}, nodeArgs = [], program: main = 'bin/serve.mjs', controlGroup } = options;
    const folder = mkdtempSync(join(tmpdir(), 'director-process-'));
    writeFileSync(join(folder, 'director.yaml'), yaml);
    const port = await freePort();
    const command = [process.execPath, ...nodeArgs, join(ROOT, main)];
    // It joins before it is the service: what it takes is counted from its first page on.
    const joining = ['sh', '-c', 'echo $$ > "$0" && exec "$@"', controlGroup ?? ''];
    const [program = '', ...args] = controlGroup === undefined ? command : [...joining, ...command];
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'fatal', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const service = new RunningService(`http://127.0.0.1:${port}`, child, folder);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (service.output += text));
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
      const ready = await fetch(`${service.url}/health/ready`).catch(() => undefined);
      return ready?.ok === true ? true : undefined;
    }, 20_000);
    return service;
  }

  /** Stops it from running for a while, as a starved machine does. */
  async stall(ms: number): Promise<void> {
    this.process.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.process.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
