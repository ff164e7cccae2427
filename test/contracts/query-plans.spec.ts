import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import pg from 'pg';

import { IdempotencyStore } from '../../src/access/idempotency-store.js';
import { KeyStore } from '../../src/access/key-store.js';
import { Deadline, newId, SystemClock } from '../../src/core/index.js';
import { AuditTrail, ConversationStore, FeedbackStore, Journal, RecentAnswers } from '../../src/conversations/index.js';
import { Retention } from '../../src/conversations/retention.js';
import type { Store } from '../../src/store/index.js';
import { describeWith } from '../support/services.js';
import { DATABASES, type TestDatabase } from '../support/stores.js';

const clock = new SystemClock();
const CALLER = { tenant: 'acme', subject: 'one', entitlements: new Set(['ask'] as const) };

/** Does with a store everything that the service does. */
async function useAll(store: Store): Promise<void> {
  const journal = new Journal({ maxEntries: 1_000, maxBytes: 1e7, lingerMs: 1 }, store, clock);
  const conversations = new ConversationStore({ historyTurns: 5 }, store, journal, clock);
  const [id, answerId, soon] = [conversations.start('acme'), newId('ans'), Deadline.after(clock, 10_000)];
  for (let n = 0; n < 3; n++) {
    conversations.append('acme', id, { question: 'q', answerId, lead: null, frameworks: [], subject: 'one' });
    journal.record({ kind: 'answer', tenant: 'acme', answer: { id: answerId, conversationId: id, version: n } });
    const event = { kind: 'audit.read', requestId: 'r', subject: 's' } as const;
    journal.record({ kind: 'audit', tenant: 'acme', at: 1, event });
    await journal.flush();
  }
  await conversations.history('acme', id, soon);
  await conversations.get('acme', id);
  await conversations.list('acme', 10);
  await conversations.list('acme', 10, id);
  await conversations.list('acme', 10, id, 'words');
  await conversations.rename('acme', id, 'Other words', soon);
  const recent = new RecentAnswers(store, journal);
  const { nextCursor } = await recent.page(CALLER, 1);
  await recent.page(CALLER, 1, nextCursor ?? undefined);
  const feedback = new FeedbackStore(store, journal);
  const said = { answerId, at: 1, useful: true, outcome: null, text: null, frameworks: [], situation: null };
  feedback.record('acme', id, 'one', said);
  await journal.flush();
  await feedback.of('acme', answerId, 'one');
  await feedback.on('acme', [answerId, newId('ans')]);
  await feedback.latest(1, 10);
  await conversations.turns('acme', id, 10, '1');
  await conversations.answers('acme', [answerId, newId('ans')]);
  const trail = new AuditTrail(store);
  await trail.page('acme', 10, '1');
  await trail.page('acme', 10, '9', 'newest');
  await trail.verify('acme');
  await conversations.delete('acme', id, soon);

  const keys = new KeyStore(store, clock);
  const made = await keys.create({}, { label: 'x', entitlements: ['ask'] }, 'acme');
  await keys.list({ tenant: 'acme' });
  await keys.findByPrefix('0123456789');
  await keys.revoke({ tenant: 'acme' }, made.id);
  const idempotency = new IdempotencyStore(store, clock);
  for (const request of [1, 1, 2]) await idempotency.claim(CALLER, 'k', request);
  await idempotency.complete(CALLER, 'k', '{}');
  await idempotency.release(CALLER, 'k');
  await new Retention({ conversationDays: 1, auditDays: 1 }, store, clock).sweep();
}

/** Whatever a statement says besides, it touches tables. */
const TOUCHES = /\b(?:conversations|turns|answers|feedback|audit|audit_heads|api_keys|idempotency|commits)\b/;
/** There is a row for each tenant, and these read those of every tenant. */
const OF_ALL_TENANTS = /^select [^.]*"tenant"(?:, "anchor_seq")? from "audit_heads"(?: order by "tenant")?$/;
const asked = (statements: Iterable<string>) =>
  [...new Set(statements)].filter(
    (sql) => /^\s*(?:select|insert|update|delete)\b/i.test(sql) && TOUCHES.test(sql) && !OF_ALL_TENANTS.test(sql),
  );

const [SQLITE, POSTGRES] = DATABASES;
let database: TestDatabase;
afterEach(async () => {
  jest.restoreAllMocks();
  await database.remove();
});

describeWith(SQLITE.program, 'query plans on SQLite', () => {
  beforeEach(async () => {
    database = await SQLITE.create();
  });

  it('find every row by an index', async () => {
    const prepare = jest.spyOn(DatabaseSync.prototype, 'prepare');
    const store = await database.open();
    await useAll(store);
    const statements = asked(prepare.mock.calls.map(([sql]) => sql));
    await store.close();
    expect(statements.length).toBeGreaterThan(25);
    const db = new DatabaseSync((database.options as { file: string }).file);
    const scans = statements.flatMap((sql) =>
      db
        .prepare(`explain query plan ${sql}`)
        .all()
        .map(({ detail }) => String(detail))
        .filter((step) => /^SCAN (?!CONSTANT|u\b)|USE TEMP B-TREE|AUTOMATIC/.test(step))
        .map((step) => `${step}: ${sql}`),
    );
    db.close();
    expect(scans).toEqual([]);
  });
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly PlanNode[];
}
const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

describeWith(POSTGRES.program, 'query plans on PostgreSQL', () => {
  beforeEach(async () => {
    database = await POSTGRES.create();
  });

  it('find every row by an index', async () => {
    const query = jest.spyOn(pg.Client.prototype, 'query');
    const store = await database.open();
    await useAll(store);
    const calls = new Map(query.mock.calls.map(([sql, values]) => [sql, values as unknown as unknown[] | undefined]));
    await store.close();
    jest.restoreAllMocks();
    const statements = asked(calls.keys());
    expect(statements.length).toBeGreaterThan(25);
    const client = new pg.Client((database.options as { url: string }).url);
    await client.connect();
    // The tables are small: what an index can do shows only where it must be used.
    await client.query('set enable_seqscan = off');
    const scans: string[] = [];
    for (const sql of statements) {
      const { rows } = await client.query(`explain (format json) ${sql}`, calls.get(sql));
      const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as [{ Plan: PlanNode }];
      const scanned = nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan');
      scans.push(...scanned.map((node) => `${node['Relation Name']}: ${sql}`));
    }
    await client.end();
    expect(scans).toEqual([]);
  });
});
