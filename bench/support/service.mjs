import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export const ROOT = join(import.meta.dirname, '../..');

/** A free port of the loopback interface. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** What `npm start` passes to Node.js, besides the program. */
export const START_FLAGS = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts.start.match(/--\S+/g);

/**
 * Starts the built service as its operator would, in a folder of its own, and on one core if `core` says which; looks
 * every `lookMs` whether it is ready; `root` holds the build.
 *
 * @returns its process id, its base URL, and `stop`, which ends it and removes the folder.
 */
export async function startService({
  yaml = '',
  env = {},
  nodeArgs = START_FLAGS,
  core,
  lookMs = 100,
  root = ROOT,
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'director-bench-'));
  writeFileSync(join(folder, 'director.yaml'), yaml);
  const port = await freePort();
  const command = [process.execPath, ...nodeArgs, join(root, 'bin/serve.mjs')];
  const [program, ...args] = core === undefined ? command : ['taskset', '-c', String(core), ...command];
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'fatal', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  // A benchmark that breaks leaves nothing running, which would slow the next one down.
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async () => {
    process.off('exit', endWithUs);
    const ended = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let i = 0; i < 20_000 / lookMs; i++) {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (ready?.ok) return { pid: child.pid, url, child, stop };
    await pause(lookMs);
  }
  await stop();
  throw new Error('the service did not get ready within 20 s');
}
