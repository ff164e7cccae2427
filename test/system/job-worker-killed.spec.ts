import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { ROOT } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { describeWith, redisServer, startRedis } from '../support/services.js';

const LOCK_MS = 1_000;

describeWith(redisServer, 'a job worker killed', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let folder: string;
  const workers: ChildProcess[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    folder = mkdtempSync(join(tmpdir(), 'director-jobs-'));
  });
  afterAll(async () => {
    await Promise.all(workers.map(kill));
    await redis.remove();
    rmSync(folder, { recursive: true });
  });

  const log = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  const effects = () => readdirSync(folder).filter((name) => name.startsWith('effect-'));

  async function startWorker(env: Record<string, string>) {
    const worker = spawn(process.execPath, [join(ROOT, 'test/support/job-worker.mjs')], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        REDIS_URL: redis.url,
        DIRECTOR_CONFIG: join(ROOT, 'test/support/job-worker.yaml'),
        LOG_LEVEL: 'fatal',
        FOLDER: folder,
        ...env,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    workers.push(worker);
    await eventually(() => (log().includes(`ready ${worker.pid}\n`) ? true : undefined), 20_000);
    return worker;
  }

  it('is taken up by another within its lock time and 5 s, and has its effect once', async () => {
    const doomed = await startWorker({ WORK_MS: '60000', ADD_COUNT: '1' });
    await eventually(() => (log().includes('started 0 ') ? true : undefined), 20_000);
    await startWorker({ WORK_MS: '10' });
    expect(effects()).toEqual([]);
    await kill(doomed);
    const killedAt = performance.now();
    await eventually(() => (effects().length > 0 ? true : undefined), 20_000);
    expect(performance.now() - killedAt).toBeLessThan(LOCK_MS + 5_000);
    await eventually(() => (/idle/.test(log()) ? true : undefined));
    expect(effects()).toHaveLength(1);
    expect(log().match(/^started 0 /gm)).toHaveLength(2);
  }, 60_000);
});

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGKILL');
  await ended;
}
