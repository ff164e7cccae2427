import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import pg from 'pg';

import { SystemClock } from '../../src/core/index.js';
import { Store } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { QUESTION, withService } from '../support/running-app.js';
import { describeWith, pgbouncer, postgresServer, startPgBouncer, startPostgres } from '../support/services.js';

const LIMITS = { minConnections: 1, maxConnections: 10, statementTimeoutMs: 400, connectTimeoutMs: 2_000 };
const open = (url: string) => Store.open({ kind: 'postgres', url, ...LIMITS }, new SystemClock());

async function run<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

const both = postgresServer !== undefined && pgbouncer !== undefined ? pgbouncer : undefined;

describeWith(both, 'a PostgreSQL behind PgBouncer in transaction mode', () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let bouncer: Awaited<ReturnType<typeof startPgBouncer>>;
  beforeAll(async () => {
    postgres = await startPostgres({ fsync: 'off' });
    bouncer = await startPgBouncer(postgres.url);
  });
  afterAll(async () => {
    await bouncer.remove();
    await postgres.remove();
  });

  it('serves conversations, keys, idempotency and audit as without it', async () => {
    await withService({ env: { DATABASE_URL: bouncer.url } }, async (service) => {
      const ask = (conversationId?: string, headers = {}) =>
        service.post('/v1/answers', { question: QUESTION, conversationId, noCache: true, enhance: 'never' }, headers);
      const first = await ask();
      expect(first).toMatchObject({ status: 200, body: { receipt: { degradations: [], durable: true } } });
      const { conversationId } = first.body;
      const others = await Promise.all(Array.from({ length: 12 }, () => ask(conversationId)));
      expect(others.map(({ status, body }) => [status, body.receipt.degradations])).toEqual(
        others.map(() => [200, []]),
      );
      const page = await service.get(`/v1/conversations/${conversationId}/turns?limit=100`);
      expect(page.body.items).toHaveLength(13);
      const key = { 'idempotency-key': 'once' };
      const again = [await ask(undefined, key), await ask(undefined, key)].map(({ body }) => body.id);
      expect(again[0]).toBe(again[1]);
      expect(
        (await service.app.inject({ method: 'DELETE', url: `/v1/conversations/${conversationId}` })).statusCode,
      ).toBe(204);
      expect((await service.get(`/v1/answers/${first.body.id}`)).status).toBe(404);
    });
  });

  it('gives up on a statement that takes too long, ends it at the server, and leaves no setting behind', async () => {
    const store = await open(bouncer.url);
    const locker = new pg.Client(postgres.url);
    await locker.connect();
    try {
      await locker.query('begin; lock table turns');
      const reading = store.read((db) => db.selectFrom('turns').selectAll().execute());
      await expect(reading).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      const writing = store.transaction((db) => db.deleteFrom('turns').where('seq', '=', -1).execute());
      await expect(writing).rejects.toMatchObject({ code: '57014' });
      await eventually(async () => {
        const [waiting] = await run<{ n: string }>(
          postgres.url,
          `select count(*) as n from pg_stat_activity where wait_event_type = 'Lock'`,
        );
        return waiting?.n === '0' ? true : undefined;
      });
      await locker.query('rollback');
      expect(await store.read((db) => db.selectFrom('turns').select('seq').limit(1).execute())).toBeDefined();
      for (let i = 0; i < 5; i++) {
        expect(await run(bouncer.url, 'show statement_timeout')).toEqual([{ statement_timeout: '0' }]);
      }
    } finally {
      await locker.end();
      await store.close();
    }
  });
});

/** Certificates of an authority and of a server it has signed, for a name that the loopback address does not have. */
function certificates(folder: string): Readonly<Record<'ca.crt' | 'server.crt' | 'server.key', string>> {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Authority', '-days', '2');
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=elsewhere.example');
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.crt',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'server.crt',
    '-days',
    '2',
  );
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { 'ca.crt': read('ca.crt'), 'server.crt': read('server.crt'), 'server.key': read('server.key') };
}

describeWith(postgresServer, 'sslmode, as libpq takes it,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'director-tls-'));
  const servers = new Map<'plain' | 'both' | 'tls only', Awaited<ReturnType<typeof startPostgres>>>();
  beforeAll(async () => {
    const files = certificates(folder);
    const tls = { fsync: 'off', ssl: 'on' };
    servers.set('plain', await startPostgres({ fsync: 'off' }));
    servers.set('both', await startPostgres(tls, false, files));
    servers.set('tls only', await startPostgres(tls, false, files));
    // The administrator has made its database without TLS.
    const only = servers.get('tls only');
    await only?.stop('SIGINT');
    only?.write('pg_hba.conf', 'hostssl all all 127.0.0.1/32 trust\n');
    await only?.start();
  });
  afterAll(async () => {
    for (const server of servers.values()) await server.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const CA = `&sslrootcert=${join(folder, 'ca.crt')}`;
  it.each<[server: 'plain' | 'both' | 'tls only', mode: string, isEncrypted: boolean | 'refused']>([
    ['plain', 'disable', false],
    ['plain', 'allow', false],
    ['plain', 'prefer', false],
    ['plain', 'require', 'refused'],
    ['both', 'disable', false],
    ['both', 'allow', false],
    ['both', 'prefer', true],
    ['both', 'require', true],
    ['both', `verify-ca${CA}`, true],
    ['both', `verify-full${CA}`, 'refused'],
    ['both', 'verify-full', 'refused'],
    ['tls only', 'disable', 'refused'],
    ['tls only', 'allow', true],
    ['tls only', 'prefer', true],
  ])('to a server with %s connections, %s', async (server, mode, expected) => {
    const url = `${servers.get(server)?.url}?sslmode=${mode}`;
    if (expected === 'refused') {
      await expect(open(url)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringMatching(/^the database of DATABASE_URL cannot be used: ./),
      });
      return;
    }
    const store = await open(url);
    try {
      const { rows } = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
        store.db,
      );
      expect(rows).toEqual([{ ssl: expected }]);
    } finally {
      await store.close();
    }
  });

  it.each([
    ['always', 'DATABASE_URL: sslmode: expected disable, allow, prefer, require'],
    ['verify-ca', 'DATABASE_URL: sslmode=verify-ca needs sslrootcert'],
  ])('refuses %s by name', async (mode, message) => {
    await expect(open(`postgres://x@127.0.0.1:1/x?sslmode=${mode}`)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
