import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from '@jest/globals';

import { Journal } from '../../src/conversations/index.js';
import { ROOT, runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { describeWith, freePort, postgresServer, startPostgres } from '../support/services.js';
import '../support/real-clock.js';

/** How often the process is killed in the middle of its work; `CRASHES=200` for the long version. */
const CRASHES = Number(process.env['CRASHES'] ?? 4);
const ask = (service: RunningApp, conversationId?: string) =>
  service.post('/v1/answers', { question: QUESTION, conversationId, noCache: true, enhance: 'never' });

describeWith(postgresServer, 'row 19: a database that does not answer', () => {
  it('costs history, never an answer; above the bound of the outbox questions are refused; nothing is lost', async () => {
    const postgres = await startPostgres({ fsync: 'off' });
    const yaml = 'store: { outbox: { maxEntries: 12 }, postgres: { statementTimeoutMs: 300, connectTimeoutMs: 300 } }';
    try {
      await withService({ yaml, env: { DATABASE_URL: postgres.url } }, async (service) => {
        const { body: first } = await ask(service);
        const journal = service.app.get(Journal, { strict: false });
        await journal.flush();
        await postgres.stop('SIGINT');
        let [answered, refused] = [1, 0];
        for (let i = 0; i < 8; i++) {
          const { status, body, headers } = await ask(service, first.conversationId);
          if (status === 200) {
            answered++;
            expect(body.receipt.degradations).toContainEqual(expect.objectContaining({ component: 'conversations' }));
          } else {
            refused++;
            expect({ status, code: body.code }).toEqual({ status: 503, code: 'STORE_UNAVAILABLE' });
            expect(Number(headers['retry-after'])).toBeGreaterThan(0);
          }
        }
        expect(answered).toBeGreaterThan(1);
        expect(refused).toBeGreaterThan(0);
        expect((await service.get(`/v1/answers/${first.id}`)).status).toBe(503);
        await postgres.start();
        await journal.flush();
        const turns = await eventually(async () => {
          const page = await service.get(`/v1/conversations/${first.conversationId}/turns?limit=100`);
          return page.status === 200 ? page.body.items : undefined;
        });
        expect(turns).toHaveLength(answered);
        expect((await ask(service, first.conversationId)).body.receipt.degradations).toEqual([]);
      });
    } finally {
      await postgres.remove();
    }
  });
});

const TENANTS = ['acme', 'globex'] as const;
const tenantYaml = TENANTS.map(
  (tenant) => `{ id: ${tenant}, sha256: ${createHash('sha256').update(tenant).digest('hex')}, tenant: ${tenant} }`,
).join();

describeWith(
  postgresServer,
  'rows 19 and 33: a database that hangs while somebody names a conversation of another',
  () => {
    it('refuses the other one, and keeps the turn of the owner', async () => {
      const postgres = await startPostgres({ fsync: 'off' });
      const yaml = `
access: { keys: [${tenantYaml}] }
store: { postgres: { statementTimeoutMs: 300, connectTimeoutMs: 300 } }
`;
      try {
        await withService({ yaml, env: { DATABASE_URL: postgres.url } }, async (service) => {
          const as = (tenant: (typeof TENANTS)[number]) => ({ authorization: `Bearer ${tenant}` });
          const say = (tenant: (typeof TENANTS)[number], conversationId?: string) =>
            service.post('/v1/answers', { question: QUESTION, conversationId, noCache: true }, as(tenant));
          const { conversationId } = (await say('acme')).body;
          const journal = service.app.get(Journal, { strict: false });
          await journal.flush();
          await postgres.stop('SIGINT');
          expect(await say('globex', conversationId)).toMatchObject({
            status: 404,
            body: { code: 'CONVERSATION_NOT_FOUND' },
          });
          const { status, body } = await say('acme', conversationId);
          expect({ status, conversationId: body.conversationId }).toEqual({ status: 200, conversationId });
          await postgres.start();
          await journal.flush();
          const turnsAs = (tenant: (typeof TENANTS)[number]) =>
            service.get(`/v1/conversations/${conversationId}/turns`, as(tenant));
          const kept = await eventually(async () => {
            const page = await turnsAs('acme');
            return page.status === 200 ? page.body.items : undefined;
          });
          expect(kept).toHaveLength(2);
          expect((await turnsAs('globex')).status).toBe(404);
        });
      } finally {
        await postgres.remove();
      }
    });
  },
);

/** A file system of a few megabytes; undefined where mounting is not allowed. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'director-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
}

const disk = smallDisk();
const [describeRow, note] =
  disk === undefined ? [describe.skip, ': no file system may be mounted here'] : [describe, ''];
describeRow(`row 20: a full disk${note}`, () => {
  it('refuses what must be durable, breaks nothing, and heals by itself', async () => {
    const folder = disk ?? '';
    const ballast = join(folder, 'ballast');
    try {
      await withService({ yaml: 'audit: { mode: required }', env: { DATA_DIR: folder } }, async (service) => {
        expect((await ask(service)).status).toBe(200);
        try {
          writeFileSync(ballast, Buffer.alloc(8_388_608));
        } catch {
          // That it does not fit is the point.
        }
        expect(await ask(service)).toMatchObject({ status: 503, body: { code: 'STORE_UNAVAILABLE' } });
        rmSync(ballast);
        await eventually(async () => ((await ask(service)).status === 200 ? true : undefined));
      });
      const db = new DatabaseSync(join(folder, 'director.db'));
      expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
      db.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** The built service as a process of its own. */
async function startProcess(folder: string, env: Record<string, string> = {}) {
  const port = await freePort();
  const child = spawn(process.execPath, [join(ROOT, 'bin/serve.mjs')], {
    cwd: folder,
    env: { ...process.env, PORT: String(port), LOG_LEVEL: 'fatal', ...env },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
    return ready?.ok === true ? true : undefined;
  });
  return { child, url };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

describe('a process that is killed while it writes', () => {
  it('loses nothing that was acknowledged, and breaks no chain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-crash-'));
    writeFileSync(join(folder, 'director.yaml'), 'audit: { mode: required }\ngraphql: { enabled: false }\n');
    const acknowledged: string[] = [];
    try {
      for (let crash = 0; crash < CRASHES; crash++) {
        const { child, url } = await startProcess(folder);
        const dead = new AbortController();
        const worker = async () => {
          while (!dead.signal.aborted) {
            const response = await fetch(`${url}/v1/answers`, {
              method: 'POST',
              headers: { 'content-type': 'application/json' },
              body: JSON.stringify({ question: QUESTION, noCache: true, enhance: 'never', class: 'multi-persona' }),
            }).catch(() => undefined);
            const body = (await response?.json().catch(() => undefined)) as { id?: string } | undefined;
            if (response?.status === 200 && body?.id !== undefined) acknowledged.push(body.id);
          }
        };
        const workers = Array.from({ length: 4 }, worker);
        const before = acknowledged.length;
        await eventually(() => (acknowledged.length > before + 10 + (crash % 7) ? true : undefined));
        await end(child, 'SIGKILL');
        dead.abort();
        await Promise.all(workers);
      }
      const db = new DatabaseSync(join(folder, 'data/director.db'));
      const kept = new Set(
        db
          .prepare('select id from answers')
          .all()
          .map(({ id }) => id),
      );
      const audited = new Set(
        db
          .prepare("select json_extract(body, '$.answer.answerId') as id from audit")
          .all()
          .map(({ id }) => id),
      );
      db.close();
      expect(acknowledged.filter((id) => !kept.has(id) || !audited.has(id))).toEqual([]);
      const verdict = await runCommandLine(['audit', 'verify'], { cwd: folder });
      expect(verdict).toMatchObject({ code: 0, stdout: expect.stringMatching(/^default: \d+ events, whole, head /) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a key made by the command line', () => {
  it('works at once, and is refused by every process within five seconds of its revocation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-keys-'));
    mkdirSync(join(folder, 'data'));
    const env = { DIRECTOR_AUTH: 'required', DATA_DIR: join(folder, 'data') };
    const replicas = [await startProcess(folder, env), await startProcess(folder, env)];
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
      await Promise.all(replicas.map(({ child }) => end(child, 'SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
