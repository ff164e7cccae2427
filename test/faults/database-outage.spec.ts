import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from '@jest/globals';

import { Journal } from '../../src/conversations/index.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, withService, type RunningApp } from '../support/running-app.js';
import { describeWith, postgresServer, startPostgres } from '../support/services.js';

const ask = (service: RunningApp, conversationId?: string) =>
  service.post('/v1/answers', { question: QUESTION, conversationId, noCache: true, enhance: 'never' });

describeWith(postgresServer, 'a database that does not answer', () => {
  it('costs history and never an answer, refuses questions above the bound of the outbox, and loses nothing', async () => {
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

describeWith(postgresServer, 'a database that is away while a caller names a conversation of another tenant', () => {
  it('refuses the other tenant and records the turn of the owner', async () => {
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
        const stored = await eventually(async () => {
          const page = await turnsAs('acme');
          return page.status === 200 ? page.body.items : undefined;
        });
        expect(stored).toHaveLength(2);
        expect((await turnsAs('globex')).status).toBe(404);
      });
    } finally {
      await postgres.remove();
    }
  });
});

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
describeRow(`a full disk${note}`, () => {
  it('refuses writes that must be durable, corrupts nothing, and recovers by itself', async () => {
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
