import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';
import { startTcpReceiver, startUdpReceiver } from '../support/syslog-receiver.js';

const keyYaml = ['ann', 'bob'].map(
  (id) => `{ id: ${id}, sha256: ${createHash('sha256').update(id).digest('hex')}, tenant: acme }`,
);
const YAML = `access: { keys: [${keyYaml.join(', ')}] }`;

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'director-backup-'));
  data = join(folder, 'data');
  writeFileSync(join(folder, 'director.yaml'), YAML);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = () => RunningService.start({ yaml: YAML, env: { DATA_DIR: data } });
const run = (...args: string[]) =>
  runCommandLine(args, { cwd: folder, env: { PATH: process.env['PATH'], DATA_DIR: data } });

async function ask({ url }: RunningService, who: string, question = QUESTION): Promise<{ conversationId: string }> {
  const response = await fetch(`${url}/v1/answers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${who}` },
    body: JSON.stringify({ question, noCache: true }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { conversationId: string };
}

const turnsIn = (file: string) => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return Number(db.prepare('select count(*) as turns from turns').get()?.['turns']);
  } finally {
    db.close();
  }
};
/** What is acknowledged is written to the database within moments. */
const written = (turns: number) =>
  eventually(async () => (turnsIn(join(data, 'director.db')) === turns ? true : undefined));

describe('claude-director backup and restore', () => {
  it('copy the database of a running service, and bring it back with its audit trail whole', async () => {
    const service = await start();
    for (let i = 0; i < 3; i++) await ask(service, 'ann');
    await written(3);
    const file = join(folder, 'director.backup');
    expect(await run('backup', file)).toEqual({ code: 0, stdout: `${file}: whole\n`, stderr: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await ask(service, 'ann');
    await written(4);
    expect(await run('restore', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('the service runs') });
    await service.stop();

    expect(await run('restore', file)).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /the database before is .*replaced-\d+\nacme: 3 events, whole, head [0-9a-f]{64}\n$/,
      ),
      stderr: '',
    });
    expect(turnsIn(join(data, 'director.db'))).toBe(3);
    const again = await start();
    await ask(again, 'ann');
    await again.stop();
  });

  it('refuse a file that exists, one that is no backup, and one that is damaged', async () => {
    const service = await start();
    await ask(service, 'ann');
    await written(1);
    const file = join(folder, 'director.backup');
    await run('backup', file);
    await service.stop();
    expect(await run('backup', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('exists') });
    const other = join(folder, 'other');
    writeFileSync(other, 'no database');
    expect(await run('restore', other)).toMatchObject({ code: 1, stderr: expect.stringContaining('is no backup') });
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, 4_096, bytes.length - 4_096));
    expect(await run('restore', file)).toMatchObject({ code: 1 });
    expect(turnsIn(join(data, 'director.db'))).toBe(1);
  });

  it('are needed: a copy of the file alone lacks what a running service has in its log', async () => {
    const service = await start();
    for (let i = 0; i < 3; i++) await ask(service, 'ann');
    await written(3);
    const copy = join(folder, 'copy.db');
    copyFileSync(join(data, 'director.db'), copy);
    await service.stop();
    expect(() => expect(turnsIn(copy)).toBe(3)).toThrow();
  });
});

describe('the files of the service', () => {
  it('can be read by their owner alone', async () => {
    const service = await start();
    await ask(service, 'ann');
    await written(1);
    const modes = readdirSync(data).map((name) => [name, statSync(join(data, name)).mode & 0o777]);
    await service.stop();
    expect(modes.length).toBeGreaterThan(2);
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([]);
  });
});

describe('claude-director data and audit export', () => {
  it('hand out and delete what one caller of a tenant asked, and leave the others and the trail', async () => {
    const service = await start();
    const [one] = [await ask(service, 'ann'), await ask(service, 'bob')];
    await written(2);
    await service.stop();
    const lines = async (...more: string[]) => {
      const { code, stdout } = await run('data', 'export', '--tenant', 'acme', ...more);
      expect(code).toBe(0);
      return stdout.trim().split('\n').filter(Boolean);
    };
    expect(await lines()).toHaveLength(2);
    const [exported = ''] = await lines('--subject', 'ann');
    expect(JSON.parse(exported)).toMatchObject({
      tenant: 'acme',
      conversationId: one.conversationId,
      turns: [{ question: QUESTION }],
      answers: [expect.any(Object)],
    });
    expect(await run('data', 'erase', '--tenant', 'acme', '--subject', 'ann')).toMatchObject({ code: 2 });
    expect(await run('data', 'erase', '--tenant', 'acme', '--subject', 'ann', '--yes')).toMatchObject({
      code: 0,
      stdout: '1 conversations deleted\n',
    });
    expect(await lines()).toHaveLength(1);
    expect(await lines('--subject', 'ann')).toEqual([]);
    expect(await run('audit', 'verify')).toMatchObject({ code: 0 });
    expect(await run('data', 'erase', '--tenant', 'acme', '--yes')).toMatchObject({
      stdout: '1 conversations deleted\n',
    });
  });

  it('write events of a range of time into a new file', async () => {
    const service = await start();
    await ask(service, 'ann');
    await written(1);
    await service.stop();
    const file = join(folder, 'audit.jsonl');
    const hour = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const exported = (...range: string[]) => run('audit', 'export', '--tenant', 'acme', ...range);
    expect(await exported('--from', hour(-1), '--to', hour(1), '--file', file)).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await exported('--from', hour(1))).toMatchObject({ code: 0, stdout: '' });
    expect(await exported('--file', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('EEXIST') });
    expect(await exported('--from', 'yesterday')).toMatchObject({ code: 2 });
    const lines = readFileSync(file, 'utf8');
    expect(await exported('--file', '-')).toMatchObject({ code: 0, stdout: lines });
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it.each([
    ['TCP', startTcpReceiver],
    ['UDP', startUdpReceiver],
  ])('send events of a range of time to syslog over %s', async (_name, startReceiver) => {
    const service = await start();
    await ask(service, 'ann');
    await written(1);
    await service.stop();
    const { address, messages, stop } = await startReceiver();
    const exported = (...more: string[]) => run('audit', 'export', '--tenant', 'acme', ...more);
    const { code, stderr } = await exported('--to', '2100-01-01', '--syslog', address);
    await eventually(() => (messages.length > 0 ? true : undefined));
    await exported('--from', '2100-01-01', '--syslog', address);
    stop();
    expect([code, stderr]).toEqual([0, `1 events were sent to ${address}\n`]);
    const [line = ''] = (await exported()).stdout.split('\n');
    expect(messages).toEqual([expect.stringMatching(/^<110>1 \S+Z \S+ claude-director \d+ answer\.given - \{/)]);
    expect(JSON.parse(String(messages[0]?.slice(messages[0].indexOf('{'))))).toEqual(JSON.parse(line));
    expect(await exported('--syslog', 'logs')).toMatchObject({ code: 2 });
    expect(await exported('--syslog', address, '--file', '-')).toMatchObject({ code: 2 });
  });
});

describeWith(postgresServer, 'pg_dump and pg_restore', () => {
  it('bring the data back, with its audit trail whole', async () => {
    const [from, to] = [await newPostgresDatabase(), await newPostgresDatabase()];
    try {
      const service = await RunningService.start({ yaml: YAML, env: { DATA_DIR: data, DATABASE_URL: from.url } });
      await ask(service, 'ann');
      const dump = join(folder, 'director.dump');
      const verify = async (url: string) => {
        const env = { PATH: process.env['PATH'], DATA_DIR: data, DATABASE_URL: url };
        return (await runCommandLine(['audit', 'verify'], { cwd: folder, env })).stdout;
      };
      await eventually(async () => ((await verify(from.url)).startsWith('acme: 1 events, whole') ? true : undefined));
      const beside = (name: string) => realpathSync(postgresServer ?? '').replace(/postgres$/, name);
      execFileSync(beside('pg_dump'), ['--format=custom', '--no-owner', `--file=${dump}`, from.url]);
      await service.stop();
      execFileSync(beside('pg_restore'), ['--no-owner', '--exit-on-error', `--dbname=${to.url}`, dump]);
      expect(await verify(to.url)).toBe(await verify(from.url));
    } finally {
      await from.remove();
      await to.remove();
    }
  });
});
