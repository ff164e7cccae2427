import { spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';

/** Root of the project. */
export const ROOT = join(import.meta.dirname, '../..');

/** Environment in which the clock of a process runs slower than the machine's; see `slow-clock.mjs`. */
export function slowClock(slowness: number): Record<string, string> {
  if (slowness === 1) return {};
  return { SLOWNESS: String(slowness), NODE_OPTIONS: `--import ${join(import.meta.dirname, 'slow-clock.mjs')}` };
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as its user would. */
export function runCommandLine(
  args: readonly string[],
  options: SpawnOptions & { readonly input?: string } = {},
): Promise<Outcome> {
  const { input = '', env = process.env, ...spawnOptions } = options;
  const child = spawn(process.execPath, [join(ROOT, 'bin/claude-director.mjs'), ...args], {
    ...spawnOptions,
    env: { ...env, ...slowClock(4) },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
