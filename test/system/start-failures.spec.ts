import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { ROOT } from '../support/child.js';
import { Replica } from '../support/cluster/replica.js';
import { endWithUs } from '../support/leftovers.js';
import { QUESTION } from '../support/running-app.js';
import { describeWith, freePort, postgresServer, redisServer, startPostgres, startRedis } from '../support/services.js';

const WITHIN_MS = 15_000;

/** Starts the built service in a folder. */
async function launch(folder: string, env: Readonly<Record<string, string>>) {
  const port = String(await freePort());
  const child = spawn(process.execPath, [join(ROOT, 'bin/serve.mjs')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], PORT: port, LOG_LEVEL: 'fatal', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endWithUs(child, folder);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const startedAt = performance.now();
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    stderr,
    tookMs: performance.now() - startedAt,
  }));
  return { child, ended };
}

/** It ends by itself, in time, with a sentence that says whose fault it is. */
async function expectFailure(folder: string, env: Readonly<Record<string, string>>, says: RegExp): Promise<void> {
  const { ended } = await launch(folder, env);
  const { tookMs, ...outcome } = await ended;
  expect(outcome).toEqual({ code: 1, signal: null, stderr: expect.stringMatching(says) });
  expect(outcome.stderr).not.toMatch(/internal error|defect|\n\s+at /);
  expect(tookMs).toBeLessThan(WITHIN_MS);
}

const folder = mkdtempSync(join(tmpdir(), 'director-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const services = postgresServer !== undefined && redisServer !== undefined ? postgresServer : undefined;
describeWith(services, 'a start that fails while Redis and PostgreSQL are connected', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let hanging: Server;
  beforeAll(async () => {
    [postgres, redis] = [await startPostgres({ fsync: 'off' }), await startRedis()];
    hanging = createServer().listen(0, '127.0.0.1');
    await once(hanging, 'listening');
  });
  afterAll(async () => {
    hanging.close();
    await postgres.remove();
    await redis.remove();
  });
  const url = (change: (url: URL) => void) => {
    const changed = new URL(postgres.url);
    change(changed);
    return changed.href;
  };
  const portOf = (server: Server) => String((server.address() as AddressInfo).port);

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'there is no such role',
      () => ({ DATABASE_URL: url((to) => (to.username = 'stranger')) }),
      /cannot be used: .*28000/,
    ],
    [
      'there is no such database',
      () => ({ DATABASE_URL: url((to) => (to.pathname = '/nowhere')) }),
      /cannot be used: .*3D000/,
    ],
    [
      'there is no such sslmode',
      () => ({ DATABASE_URL: url((to) => (to.search = '?sslmode=maybe')) }),
      /sslmode: expected disable, .* found "maybe"/,
    ],
    [
      'the port is taken',
      () => ({ DATABASE_URL: postgres.url, PORT: portOf(hanging), HOST: '127.0.0.1' }),
      /EADDRINUSE: address already in use/,
    ],
    [
      'the address is not of this machine',
      () => ({ DATABASE_URL: postgres.url, HOST: '203.0.113.1', DIRECTOR_AUTH: 'none' }),
      /EADDRNOTAVAIL/,
    ],
  ])('says so and ends: %s', async (_name, env, says) => {
    await expectFailure(folder, { REDIS_URL: redis.url, DATA_DIR: join(folder, 'data'), ...env() }, says);
  });

  it.each([
    ['nothing listens there', () => '1'],
    ['it does not answer', () => portOf(hanging)],
  ])('starts without the database, as a replica that loses it later goes on: %s', async (_name, port) => {
    const replica = new Replica({
      port: await freePort(),
      env: { REDIS_URL: redis.url, LOG_LEVEL: 'warn', DATABASE_URL: url((to) => (to.port = port())) },
    });
    try {
      await replica.ready();
      const answer = await fetch(`${replica.url}/v1/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ question: QUESTION }),
      });
      expect(answer.status).toBe(200);
      expect(replica.output.text).toContain('is away: answers wait to be stored until it is back');
    } finally {
      await replica.end();
    }
  });

  it('says so and ends: the tables are of a later version', async () => {
    const client = new pg.Client(postgres.url);
    await client.connect();
    await client.query(
      'drop table if exists schema_version, schema_compatibility; create table schema_version (version integer not null)',
    );
    await client.query('insert into schema_version values (99)');
    await client.end();
    await expectFailure(
      folder,
      { REDIS_URL: redis.url, DATABASE_URL: postgres.url, DATA_DIR: join(folder, 'data') },
      /has schema version 99, this program knows up to \d+: start the newer version again/,
    );
  });

  it('ends at once when it is told to while it waits for the database', async () => {
    const { child, ended } = await launch(folder, {
      REDIS_URL: redis.url,
      DATABASE_URL: url((to) => (to.port = portOf(hanging))),
    });
    await once(hanging, 'connection');
    child.kill('SIGTERM');
    // Code 0 and no signal: its own handler, which the first process of a container needs.
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });
});

describe('a start that fails for the disk', () => {
  const dataDir = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };

  it('says so and ends: the file is no database', async () => {
    const data = dataDir('garbage');
    writeFileSync(join(data, 'director.db'), 'no database '.repeat(100));
    await expectFailure(folder, { DATA_DIR: data }, /director\.db cannot be used: file is not a database/);
  });

  it('says so and ends: pages of the file are damaged', async () => {
    const data = dataDir('damaged');
    const file = join(data, 'director.db');
    const db = new DatabaseSync(file);
    db.exec('create table schema_version (version integer not null); insert into schema_version values (1)');
    db.close();
    const pages = readFileSync(file);
    writeFileSync(file, pages.fill(0xa5, 4_096));
    await expectFailure(folder, { DATA_DIR: data }, /director\.db cannot be used: .*(?:malformed|corrupt)/);
  });

  it('says so and ends: the folder is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expectFailure(folder, { DATA_DIR: join(folder, 'file') }, /director\.db cannot be used: E(?:EXIST|NOTDIR)/);
  });

  it.each([
    ['read-only', 'ro,size=1m', /director\.db cannot be used: .*(?:unable to open|read-only|readonly)/],
    ['full', 'size=4k', /director\.db cannot be used: .*(?:full|I\/O|unable to open)/],
  ])('says so and ends: the disk is %s', async (name, options, says) => {
    const data = dataDir(name);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', data], { stdio: 'ignore' });
    } catch {
      // No file system may be mounted here.
      return;
    }
    try {
      await expectFailure(folder, { DATA_DIR: data }, says);
    } finally {
      execFileSync('umount', ['-l', data]);
    }
  });
});
