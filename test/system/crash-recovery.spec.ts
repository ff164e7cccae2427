import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, it } from '@jest/globals';

import { runCommandLine } from '../support/child.js';
import { eventually } from '../support/eventually.js';
import { QUESTION } from '../support/running-app.js';
import { RunningService } from '../support/running-service.js';

/** How often the process is killed in the middle of its work; `CRASHES=200` for the long version. */
const CRASHES = Number(process.env['CRASHES'] ?? 4);

describe('a process that is killed while it writes', () => {
  it('loses nothing that was acknowledged, and breaks no chain', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'director-crash-'));
    const env = { DATA_DIR: folder };
    const yaml = 'audit: { mode: required }\ngraphql: { enabled: false }\n';
    const acknowledged: string[] = [];
    try {
      for (let crash = 0; crash < CRASHES; crash++) {
        const service = await RunningService.start({ yaml, env });
        const dead = new AbortController();
        const worker = async () => {
          while (!dead.signal.aborted) {
            const response = await fetch(`${service.url}/v1/answers`, {
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
        await service.stop();
        dead.abort();
        await Promise.all(workers);
      }
      const db = new DatabaseSync(join(folder, 'director.db'));
      const stored = new Set(
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
      expect(acknowledged.filter((id) => !stored.has(id) || !audited.has(id))).toEqual([]);
      const verdict = await runCommandLine(['audit', 'verify'], { cwd: folder, env: { ...process.env, ...env } });
      expect(verdict).toMatchObject({ code: 0, stdout: expect.stringMatching(/^default: \d+ events, whole, head /) });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

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
