import { spawn, type ChildProcess } from 'node:child_process';

/** What tests have started and not stopped. The environment of suites stops it when a suite ends, however it ends. */
const leftovers = ((globalThis as Record<symbol, unknown>)[Symbol.for('test:leftovers')] ??= new Set()) as Set<
  () => unknown
>;

/**
 * Has `stop` called at the end of the suite, unless the test has stopped it by then.
 *
 * @returns what says that it has.
 */
export function stopLater(stop: () => unknown): () => void {
  leftovers.add(stop);
  return () => void leftovers.delete(stop);
}

/** Has a process killed and its folder removed when this process ends first, however it ends. */
export function endWithUs(child: ChildProcess, folder: string): void {
  // The guard reads from us until we are gone.
  const guard = spawn('sh', ['-c', 'read _; kill -KILL "$0"; rm -rf "$1"', String(child.pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.unref();
  (guard.stdin as unknown as { unref(): void } | null)?.unref();
  child.once('exit', () => guard.kill());
}
