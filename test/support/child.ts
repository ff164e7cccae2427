import { spawn, type SpawnOptions } from 'node:child_process';
import { join } from 'node:path';

/** Root of the project. */
export const ROOT = join(import.meta.dirname, '../..');

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
  const { input = '', ...spawnOptions } = options;
  const child = spawn(process.execPath, [join(ROOT, 'bin/claude-director.mjs'), ...args], {
    ...spawnOptions,
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
