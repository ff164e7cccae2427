import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { Askers, type Acknowledged } from '../support/acknowledged.js';
import { runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { freshMetrics } from '../support/fresh-metrics.js';
import { RunningService } from '../support/running-service.js';
import { describeWith, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';

/** How often the process is killed in the middle of its work; `CRASHES=200` for the long version. */
const CRASHES = Number(process.env['CRASHES'] ?? 4);

/** What is stored of answers, by their ids, and where a process that is killed has it. */
const PLACES = [
  { name: 'SQLite, audit eventual', mode: 'eventual', program: process.execPath, database: undefined },
  { name: 'SQLite, audit required', mode: 'required', program: process.execPath, database: undefined },
  { name: 'PostgreSQL, audit eventual', mode: 'eventual', program: postgresServer, database: newPostgresDatabase },
] as const;

/** Ids of the answers that are stored whole: their text, their turn and their event. */
const STORED = {
  sqlite: `select id from answers where id in (select json_extract(body, '$.answerId') from turns)
    and id in (select json_extract(body, '$.answer.answerId') from audit)`,
  postgres: `select id from answers where id in (select body::json ->> 'answerId' from turns)
    and id in (select body::json -> 'answer' ->> 'answerId' from audit)`,
};
const TURNS = 'select count(*) as n from turns';

for (const { name, mode, program, database } of PLACES) {
  describeWith(program, `a process that is killed while it writes: ${name}`, () => {
    it('loses nothing that was acknowledged, stores nothing twice, and breaks no chain', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'director-crash-'));
      const postgres = await database?.();
      const env = { DATA_DIR: folder, ...(postgres === undefined ? {} : { DATABASE_URL: postgres.url }) };
      const yaml = `audit: { mode: ${mode} }\ngraphql: { enabled: false }\n`;
      const acknowledged: Acknowledged[] = [];
      try {
        for (let crash = 0; crash < CRASHES; crash++) {
          const service = await RunningService.start({ yaml, env });
          const askers = new Askers([service.url]);
          await eventually(() => (askers.acknowledged.length > 10 + (crash % 7) ? true : undefined));
          await service.stop();
          await askers.stop();
          acknowledged.push(...askers.acknowledged);
        }
        const last = await RunningService.start({ yaml, env });
        await eventually(async () => ((await waitingIn(last)) === 0 ? true : undefined));
        await last.stop();
        const query = async (text: string) =>
          postgres === undefined ? askSqlite(join(folder, 'director.db'), text) : askPostgres(postgres.url, text);
        const rows = await query(postgres === undefined ? STORED.sqlite : STORED.postgres);
        const stored = new Set(rows.map(({ id }) => String(id)));
        const lost = acknowledged.filter(({ id }) => !stored.has(id));
        const [turns] = await query(TURNS);
        process.stderr.write(
          `${name}: ${CRASHES} kills, ${acknowledged.length} acknowledged, ${lost.length} lost, ${stored.size} stored, ${String(turns?.['n'])} turns\n`,
        );
        expect(lost).toEqual([]);
        expect(acknowledged.every(({ durable }) => durable)).toBe(true);
        // Each answer was asked for once, so a second turn of one would be a second writing.
        expect(Number(turns?.['n'])).toBe(stored.size);
        const verdict = await runCommandLine(['audit', 'verify'], { cwd: folder, env: { ...process.env, ...env } });
        expect(verdict).toMatchObject({ code: 0, stdout: expect.stringMatching(/^default: \d+ events, whole, head /) });
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await postgres?.remove();
      }
    }, 3_600_000);
  });
}

describe('a process that is killed while its folder cannot be written', () => {
  it('has said so in every receipt', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-crash-'));
    try {
      // No folder can be made where a file is.
      writeFileSync(join(folder, 'file'), '');
      const service = await RunningService.start({
        yaml: 'graphql: { enabled: false }\nstore: { file: ":memory:" }\n',
        env: { DATA_DIR: join(folder, 'file') },
      });
      const askers = new Askers([service.url], 1);
      await eventually(() => (askers.acknowledged.length > 3 ? true : undefined));
      await service.stop();
      await askers.stop();
      expect(askers.acknowledged.some(({ durable }) => durable)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

async function waitingIn({ url }: RunningService): Promise<number> {
  const text = await freshMetrics(url);
  return Number(/^claude_director_store_outbox_entries(?:\{\})? (\S+)$/m.exec(text)?.[1]);
}

function askSqlite(file: string, query: string): Record<string, unknown>[] {
  const db = new DatabaseSync(file);
  try {
    return db.prepare(query).all();
  } finally {
    db.close();
  }
}

async function askPostgres(url: string, query: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(query)).rows;
  } finally {
    await client.end();
  }
}

describe('a key made by the command line', () => {
  it('works at once, and is refused by every process within five seconds of its revocation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-keys-'));
    const env = { DIRECTOR_AUTH: 'required', DATA_DIR: folder };
    const replicas = [await RunningService.start({ env }), await RunningService.start({ env })];
    try {
      const command = (...args: string[]) =>
        runCommandLine(['keys', ...args], { cwd: folder, env: { ...process.env, ...env } });
      const made = JSON.parse((await command('create', '--json')).stdout) as { id: string; key: string };
      const statuses = () =>
        Promise.all(
          replicas.map(async ({ url }) => {
            const response = await fetch(`${url}/v1/personas`, { headers: { authorization: `Bearer ${made.key}` } });
            await response.arrayBuffer();
            return response.status;
          }),
        );
      expect(await statuses()).toEqual([200, 200]);
      await command('revoke', made.id);
      const revokedAt = performance.now();
      await eventually(async () => ((await statuses()).every((status) => status === 401) ? true : undefined));
      expect(performance.now() - revokedAt).toBeLessThan(5_000);
      const verdict = await runCommandLine(['audit', 'verify'], { cwd: folder, env: { ...process.env, ...env } });
      expect(verdict.stdout).toMatch(/^default: 2 events, whole/);
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
