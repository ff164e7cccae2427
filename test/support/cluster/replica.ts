// Run by tests and, with Node's own TypeScript support, by scripts: no syntax beyond types, no imports of other tests.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PROGRAM = join(import.meta.dirname, '../../../bin/serve.mjs');

export interface ReplicaOptions {
  readonly port: number;
  /** Contents of `director.yaml`. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What Node.js is started with, the program last. @default the service as it is shipped */
  readonly command?: readonly string[];
}

/** The built service as a process of its own, in a folder of its own. */
export class Replica {
  readonly url: string;
  readonly output = { text: '' };
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #exited: Promise<number | null>;

  constructor({ port, yaml = '', env = {}, command = [PROGRAM] }: ReplicaOptions) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = mkdtempSync(join(tmpdir(), 'director-replica-'));
    writeFileSync(join(this.#folder, 'director.yaml'), yaml);
    const child = spawn(process.execPath, command, {
      cwd: this.#folder,
      env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...env, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output.text += text));
    }
    this.#child = child;
    this.#exited = once(child, 'exit').then(([code]) => code as number | null);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits until the probe answers 200. */
  async ready(probe = '/health/ready', timeoutMs = 20_000): Promise<this> {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      if (this.hasExited) throw new Error(`the replica ended: ${this.output.text}`);
      const response = await fetch(this.url + probe).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.status === 200) return this;
      if (performance.now() > giveUpAt) throw new Error(`the replica was not ready in time: ${this.output.text}`);
      await pause(50);
    }
  }

  /** @returns its exit code; null when the signal ended it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (!this.hasExited) this.#child.kill(signal);
    const code = await this.#exited;
    rmSync(this.#folder, { recursive: true, force: true });
    return code;
  }
}
