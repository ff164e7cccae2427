import { RowStatement, type Tables } from '../../store/index.js';

import type { SummaryRow } from '../records/summary.js';

/** Records that a group is written; returns nothing if it was before. */
export const CLAIM_GROUP = new RowStatement<Pick<Tables['commits'], 'id'>>(
  { id: 'text', at: 'integer' },
  ({ values }) => `insert into commits (id, at) ${values} on conflict do nothing`,
  { table: 'commits', columns: ['id'], key: ['id'] },
);

/** Locks the rows of conversations, and inserts those of new ones. */
export const BEGIN_OR_CONTINUE = new RowStatement<
  Pick<Tables['conversations'], 'tenant' | 'id' | 'turns' | 'deleted_at'>
>(
  {
    tenant: 'text',
    id: 'text',
    title: 'text',
    summary: 'text',
    turns: 'integer',
    created_at: 'integer',
    updated_at: 'integer',
  },
  ({ values }) =>
    `insert into conversations (tenant, id, title, summary, turns, created_at, updated_at) ${values}
    on conflict (tenant, id) do update
    set turns = conversations.turns + excluded.turns, updated_at = excluded.updated_at`,
  { table: 'conversations', columns: ['tenant', 'id', 'turns', 'deleted_at'], key: ['tenant', 'id'] },
);

export const ADD_TURNS = new RowStatement(
  { tenant: 'text', conversation_id: 'text', seq: 'integer', body: 'text', id: 'text', subject: 'text' },
  ({ values }) => `insert into turns (tenant, conversation_id, seq, body, id, subject) ${values}`,
);

export const READ_SUMMARIES = new RowStatement<Pick<Tables['conversations'], 'tenant' | 'id'> & SummaryRow>(
  { tenant: 'text', id: 'text' },
  ({ table }) =>
    `select c.tenant, c.id, c.summary, t.body as first_turn from ${table}
    join conversations as c on c.tenant = u.tenant and c.id = u.id
    left join turns as t on t.tenant = u.tenant and t.conversation_id = u.id and t.seq = 1`,
);

export const WRITE_SUMMARIES = new RowStatement(
  { tenant: 'text', id: 'text', summary: 'text' },
  ({ table }) =>
    `update conversations set summary = u.summary from ${table}
    where conversations.tenant = u.tenant and conversations.id = u.id`,
);

/** Stores versions of answers, unless a later one is stored or their conversation was deleted. */
export const STORE_ANSWERS = new RowStatement(
  { tenant: 'text', id: 'text', conversation_id: 'text', version: 'integer', body: 'utf8' },
  ({ table }) =>
    `insert into answers (tenant, id, conversation_id, version, body)
    select tenant, id, conversation_id, version, body from ${table}
    where not exists (select 1 from conversations as c
      where c.tenant = u.tenant and c.id = u.conversation_id and c.deleted_at is not null)
    on conflict (tenant, id) do update set version = excluded.version, body = excluded.body
    where answers.version < excluded.version`,
);

/** Stores what callers say about answers, unless they have said something later or the conversation was deleted. */
export const STORE_FEEDBACK = new RowStatement(
  { tenant: 'text', answer_id: 'text', subject: 'text', conversation_id: 'text', at: 'integer', body: 'text' },
  ({ table }) =>
    `insert into feedback (tenant, answer_id, subject, conversation_id, at, body)
    select tenant, answer_id, subject, conversation_id, at, body from ${table}
    where not exists (select 1 from conversations as c
      where c.tenant = u.tenant and c.id = u.conversation_id and c.deleted_at is not null)
    on conflict (tenant, answer_id, subject) do update set at = excluded.at, body = excluded.body
    where feedback.at <= excluded.at`,
);

export const RENAME_CONVERSATIONS = new RowStatement(
  { tenant: 'text', id: 'text', title: 'text' },
  ({ table }) =>
    `update conversations set title = u.title from ${table}
    where conversations.tenant = u.tenant and conversations.id = u.id and conversations.deleted_at is null`,
);

/** Reduces conversations to a tombstone, so that they cannot be begun again. */
export const TOMBSTONE_CONVERSATIONS = new RowStatement(
  { tenant: 'text', id: 'text', summary: 'text', at: 'integer' },
  ({ table }) =>
    `update conversations set title = '', summary = u.summary, turns = 0, deleted_at = u.at from ${table}
    where conversations.tenant = u.tenant and conversations.id = u.id`,
);

export const DELETE_TURNS = new RowStatement(
  { tenant: 'text', conversation_id: 'text' },
  ({ table }) => `delete from turns where (tenant, conversation_id) in (select tenant, conversation_id from ${table})`,
);

/** The body of an answer that was deleted: its id remains until its conversation is forgotten, so that it is not waited for. */
export const DELETED = '';

export const DELETE_ANSWERS = new RowStatement(
  { tenant: 'text', conversation_id: 'text' },
  ({ table }) =>
    `update answers set body = '${DELETED}'
    where (tenant, conversation_id) in (select tenant, conversation_id from ${table})`,
);

export const DELETE_FEEDBACK = new RowStatement(
  { tenant: 'text', conversation_id: 'text' },
  ({ table }) =>
    `delete from feedback where (tenant, conversation_id) in (select tenant, conversation_id from ${table})`,
);

/** Locks the ends of audit trails, and inserts those of new tenants. */
export const LOCK_AUDIT_HEADS = new RowStatement<Pick<Tables['audit_heads'], 'tenant' | 'seq' | 'hash'>>(
  { tenant: 'text', genesis: 'text' },
  ({ table }) =>
    `insert into audit_heads (tenant, seq, hash, anchor_seq, anchor_hash)
    select tenant, 0, genesis, 0, genesis from ${table} where true
    on conflict (tenant) do update set tenant = excluded.tenant`,
  { table: 'audit_heads', columns: ['tenant', 'seq', 'hash'], key: ['tenant'] },
);

export const ADD_AUDIT = new RowStatement(
  { tenant: 'text', seq: 'integer', at: 'integer', hash: 'text', body: 'text' },
  ({ values }) => `insert into audit (tenant, seq, at, hash, body) ${values}`,
);

export const MOVE_AUDIT_HEADS = new RowStatement(
  { tenant: 'text', seq: 'integer', hash: 'text' },
  ({ table }) => `update audit_heads set seq = u.seq, hash = u.hash from ${table} where audit_heads.tenant = u.tenant`,
);
