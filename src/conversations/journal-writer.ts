import type { Transaction } from 'kysely';

import type { Clock } from '../common/index.js';
import type { Store, Tables } from '../store/index.js';

import { GENESIS, linkHash } from './audit-chain.js';
import type { EntryOf, JournalEntry } from './journal-entry.js';
import { conversationSummarySchema, EMPTY_SUMMARY, foldTurn, type ConversationSummary } from './summary.js';
import type { Turn } from './turn.js';

const TITLE_CHARS = 120;

interface Continued {
  readonly tenant: string;
  readonly id: string;
  readonly turns: Turn[];
}

/**
 * Writes a group of entries in one transaction, in a handful of statements however many there are.
 *
 * Rows that several replicas write, of conversations and of the ends of audit trails, are locked in the order of their
 * keys, so that two replicas never wait for each other.
 */
export class JournalWriter {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  async write(group: readonly JournalEntry[], id: string): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const claimed = await transaction
        .insertInto('commits')
        .values({ id, at: this.clock.epochMs() })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .execute();
      // It was committed, and only the word of it got lost.
      if (claimed.length === 0) return;
      for (const part of partsOf(group)) {
        await writeTurns(transaction, only(part, 'turn'));
        await writeAnswers(transaction, only(part, 'answer'));
        await deleteConversations(transaction, only(part, 'deletion'));
      }
      await writeAudit(transaction, only(group, 'audit'));
    });
  }
}

/** The group, parted after each deletion: what comes later must not be deleted with what came before. */
function partsOf(group: readonly JournalEntry[]): JournalEntry[][] {
  const parts: JournalEntry[][] = [[]];
  for (const entry of group) {
    parts.at(-1)?.push(entry);
    if (entry.kind === 'deletion') parts.push([]);
  }
  return parts;
}

function only<Kind extends JournalEntry['kind']>(entries: readonly JournalEntry[], kind: Kind): EntryOf<Kind>[] {
  return entries.filter((entry) => entry.kind === kind) as EntryOf<Kind>[];
}

async function writeTurns(transaction: Transaction<Tables>, entries: readonly EntryOf<'turn'>[]): Promise<void> {
  if (entries.length === 0) return;
  const continued = new Map<string, Continued>();
  for (const { tenant, conversationId: id, turn } of entries) {
    const key = `${tenant}/${id}`;
    const conversation = continued.get(key) ?? { tenant, id, turns: [] };
    continued.set(key, conversation);
    conversation.turns.push(turn);
  }
  const inOrder = [...continued.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = await transaction
    .insertInto('conversations')
    .values(inOrder.map(([, conversation]) => newRow(conversation)))
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'id']).doUpdateSet((eb) => ({
        turns: eb('conversations.turns', '+', eb.ref('excluded.turns')),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .returning(['tenant', 'id', 'turns', 'summary', 'deleted_at'])
    .execute();

  const written = rows.flatMap((row) => {
    const conversation = continued.get(`${row.tenant}/${row.id}`);
    return conversation === undefined || row.deleted_at !== null ? [] : [{ ...row, added: conversation.turns }];
  });
  if (written.length === 0) return;
  await transaction
    .insertInto('turns')
    .values(
      written.flatMap(({ tenant, id, turns, added }) =>
        added.map((turn, i) => ({
          tenant,
          conversation_id: id,
          seq: turns - added.length + 1 + i,
          body: JSON.stringify(turn),
        })),
      ),
    )
    .execute();

  const older = written.filter(({ turns, added }) => turns > added.length);
  if (older.length === 0) return;
  await transaction
    .insertInto('conversations')
    .values(
      older.map(({ tenant, id, summary, added }) => ({
        ...newRow({ tenant, id, turns: [] }),
        summary: JSON.stringify(summaryOf(added, conversationSummarySchema.parse(JSON.parse(summary)))),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'id']).doUpdateSet((eb) => ({ summary: eb.ref('excluded.summary') })),
    )
    .execute();
}

function newRow({ tenant, id, turns }: Continued) {
  const first = turns[0];
  return {
    tenant,
    id,
    title: titleOf(first?.question ?? ''),
    summary: JSON.stringify(summaryOf(turns, EMPTY_SUMMARY)),
    turns: turns.length,
    created_at: first?.at ?? 0,
    updated_at: turns.at(-1)?.at ?? 0,
    deleted_at: null,
  };
}

function summaryOf(turns: readonly Turn[], before: ConversationSummary): ConversationSummary {
  return turns.reduce(foldTurn, before);
}

/** The beginning of the first question; PostgreSQL takes no NUL, and nobody wants a broken character. */
function titleOf(question: string): string {
  return question
    .slice(0, TITLE_CHARS)
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

async function writeAnswers(transaction: Transaction<Tables>, entries: readonly EntryOf<'answer'>[]): Promise<void> {
  if (entries.length === 0) return;
  // A statement may touch a row once only: the latest version of each is enough.
  const latest = new Map(entries.map((entry) => [`${entry.tenant}/${entry.answer.id}`, entry]));
  const byTenant = Map.groupBy(latest.values(), ({ tenant }) => tenant);
  for (const [tenant, ofTenant] of byTenant) {
    const deleted = await transaction
      .selectFrom('conversations')
      .select('id')
      .where('tenant', '=', tenant)
      .where('id', 'in', [...new Set(ofTenant.map(({ answer }) => answer.conversationId))])
      .where('deleted_at', 'is not', null)
      .execute();
    const gone = new Set(deleted.map(({ id }) => id));
    const rows = ofTenant
      .filter(({ answer }) => !gone.has(answer.conversationId))
      .map(({ answer }) => ({
        tenant,
        id: answer.id,
        conversation_id: answer.conversationId,
        version: answer.version,
        body: JSON.stringify(answer),
      }));
    if (rows.length === 0) continue;
    await transaction
      .insertInto('answers')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'id'])
          .doUpdateSet((eb) => ({ version: eb.ref('excluded.version'), body: eb.ref('excluded.body') }))
          .where('answers.version', '<', (eb) => eb.ref('excluded.version')),
      )
      .execute();
  }
}

async function deleteConversations(
  transaction: Transaction<Tables>,
  entries: readonly EntryOf<'deletion'>[],
): Promise<void> {
  for (const { tenant, conversationId, at } of entries) {
    await transaction
      .updateTable('conversations')
      .set({ title: '', summary: JSON.stringify(EMPTY_SUMMARY), turns: 0, deleted_at: at })
      .where('tenant', '=', tenant)
      .where('id', '=', conversationId)
      .execute();
    for (const table of ['turns', 'answers'] as const) {
      await transaction
        .deleteFrom(table)
        .where('tenant', '=', tenant)
        .where('conversation_id', '=', conversationId)
        .execute();
    }
  }
}

async function writeAudit(transaction: Transaction<Tables>, entries: readonly EntryOf<'audit'>[]): Promise<void> {
  if (entries.length === 0) return;
  const byTenant = Map.groupBy(entries, ({ tenant }) => tenant);
  const tenants = [...byTenant.keys()].sort();
  // Touching the rows locks them, and makes those of new tenants.
  const heads = await transaction
    .insertInto('audit_heads')
    .values(tenants.map((tenant) => ({ tenant, seq: 0, hash: GENESIS, anchor_seq: 0, anchor_hash: GENESIS })))
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet((eb) => ({ tenant: eb.ref('excluded.tenant') })))
    .returningAll()
    .execute();
  const rows: Tables['audit'][] = [];
  const ends = heads.map((head) => {
    let { seq, hash } = head;
    for (const { at, event } of byTenant.get(head.tenant) ?? []) {
      const link = { tenant: head.tenant, seq: ++seq, at, body: JSON.stringify(event) };
      hash = linkHash(hash, link);
      rows.push({ ...link, hash });
    }
    return { ...head, seq, hash };
  });
  await transaction.insertInto('audit').values(rows).execute();
  await transaction
    .insertInto('audit_heads')
    .values(ends)
    .onConflict((conflict) =>
      conflict.column('tenant').doUpdateSet((eb) => ({ seq: eb.ref('excluded.seq'), hash: eb.ref('excluded.hash') })),
    )
    .execute();
}
