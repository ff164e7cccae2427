import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from '@jest/globals';
import type { IJob } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';

import { runCommandLine } from '../support/child.js';
import { MANIFESTS } from '../support/manifests/build.js';
import { describeWith, postgresServer } from '../support/services.js';
import { newPostgresDatabase } from '../support/stores.js';

describeWith(postgresServer, 'the migration Job', () => {
  it('brings the tables up to date, and again', async () => {
    const { spec } = parse(readFileSync(join(MANIFESTS, 'replicated/migration-job.yaml'), 'utf8')) as IJob;
    const [program, ...args] = spec?.template.spec?.containers[0]?.args ?? [];
    expect(program).toBe('bin/claude-director.mjs');
    const folder = mkdtempSync(join(tmpdir(), 'director-migration-'));
    const postgres = await newPostgresDatabase();
    try {
      const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', DATABASE_URL: postgres.url };
      for (let i = 0; i < 2; i++) {
        expect(await runCommandLine(args, { cwd: folder, env })).toEqual({
          code: 0,
          stdout: 'the tables in PostgreSQL are up to date\n',
          stderr: '',
        });
      }
    } finally {
      await postgres.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
