// Jobs lost and done twice when worker processes are killed again and again (KILLS, 50), each at a moment of its own,
// while they accept jobs and work on them. Needs `redis-server` on the PATH.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { report } from './support/figures.mjs';
import { freePort, ROOT } from './support/service.mjs';

const KILLS = Number(process.env.KILLS ?? 50);
const JOBS_EACH = 10;

const folder = mkdtempSync(join(tmpdir(), 'director-jobs-'));
const port = await freePort();
const redis = spawn(
  'redis-server',
  ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'],
  {
    stdio: 'ignore',
  },
);
const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');

async function until(holds, timeoutMs = 60_000) {
  const giveUpAt = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > giveUpAt) throw new Error('nothing happened');
    await pause(20);
  }
}

/** A worker that accepts the jobs from `from` on. */
async function startWorker(from, count) {
  const child = spawn(process.execPath, [join(ROOT, 'test/support/job-worker.mjs')], {
    cwd: folder,
    env: {
      ...process.env,
      REDIS_URL: `redis://127.0.0.1:${port}`,
      DIRECTOR_CONFIG: join(ROOT, 'test/support/job-worker.yaml'),
      LOG_LEVEL: 'fatal',
      FOLDER: folder,
      WORK_MS: '20',
      ADD_FROM: String(from),
      ADD_COUNT: String(count),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until(() => log().includes(`ready ${child.pid}\n`));
  return child;
}

async function kill(child) {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

for (let i = 0; i < KILLS; i++) {
  const worker = await startWorker(i * JOBS_EACH, JOBS_EACH);
  // Spread evenly over the time in which jobs are accepted and done.
  await pause((i * 37) % 400);
  await kill(worker);
}
const last = await startWorker(0, 0);
await until(() => log().includes(`idle ${last.pid}\n`), 120_000);
await kill(last);
redis.kill('SIGKILL');

const accepted = new Set([...log().matchAll(/^accepted (\d+) /gm)].map(([, n]) => n));
const effects = readdirSync(folder).flatMap((name) => /^effect-(\d+)-/.exec(name)?.[1] ?? []);
const started = [...log().matchAll(/^started \d+ (\S+)$/gm)].map(([, id]) => id);
rmSync(folder, { recursive: true });

report('jobs', {
  'worker processes killed': { measured: KILLS },
  'jobs accepted': { measured: accepted.size },
  'runs beyond the first': { measured: started.length - new Set(started).size },
  'jobs lost': { measured: [...accepted].filter((n) => !effects.includes(n)).length, must: 0, aim: 0 },
  'double effects': { measured: effects.length - new Set(effects).size, must: 0, aim: 0 },
});
