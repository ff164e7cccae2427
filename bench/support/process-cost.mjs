import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Kernel ticks a second, as `/proc` counts CPU time on Linux. */
const TICK_MS = 10;

/** CPU time of a process so far, user and system, milliseconds. */
export function cpuMs(pid = process.pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** Memory of a process, bytes: `anonymous` is what it alone holds, `resident` counts shared pages too. */
export function memoryBytes(pid = process.pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1_024;
  return { anonymous: field('RssAnon'), resident: field('VmRSS') };
}

/** CPU time of everybody on this machine so far, milliseconds. */
export function machineCpuMs() {
  const [, user, nice, system, , , irq, softIrq, stolen] = readFileSync('/proc/stat', 'utf8').split(/\s+/).map(Number);
  return (user + nice + system + irq + softIrq + stolen) * TICK_MS;
}

/** Time that one core was given to other machines by the host so far, milliseconds: nothing here can run meanwhile. */
export function stolenMs(core) {
  const line = readFileSync('/proc/stat', 'utf8').match(new RegExp(`^cpu${core} .*$`, 'm'))?.[0] ?? '';
  return Number(line.split(/\s+/)[8] ?? 0) * TICK_MS;
}

/** CPU of a process for one call of `request`, milliseconds; calls are made one after another. */
export async function cpuOf(pid, requests, request) {
  const before = cpuMs(pid);
  for (let i = 0; i < requests; i++) await request(i);
  return (cpuMs(pid) - before) / requests;
}

/**
 * CPU time that the threads of a process have had so far, microseconds: as the scheduler counts it, where a tick is too
 * coarse. Threads that have ended are not counted.
 */
export function threadCpuUs(pid = process.pid) {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It has ended since.
    }
  }
  return nanoseconds / 1_000;
}

/** Pins all threads of a process to one core. */
export function pinToCore(core, pid = process.pid) {
  execFileSync('taskset', ['-a', '-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
}
