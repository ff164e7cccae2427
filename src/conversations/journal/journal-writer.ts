import type { Tables, Work } from '../../store/index.js';
import { readSpeech } from '../../text/index.js';

import { GENESIS, linkHash } from '../audit/audit-chain.js';
import { answerJson } from './answer-json.js';
import type { EntryOf, JournalEntry } from './journal-entry.js';
import {
  ADD_AUDIT,
  ADD_TURNS,
  BEGIN_OR_CONTINUE,
  CLAIM_GROUP,
  DELETE_ANSWERS,
  DELETE_FEEDBACK,
  DELETE_TURNS,
  TOMBSTONE_CONVERSATIONS,
  STORE_ANSWERS,
  LOCK_AUDIT_HEADS,
  MOVE_AUDIT_HEADS,
  READ_SUMMARIES,
  RENAME_CONVERSATIONS,
  STORE_FEEDBACK,
  WRITE_SUMMARIES,
} from './journal-statements.js';
import { EMPTY_SUMMARY, foldTurn, FOLDED_FROM_FIRST_TURN, summaryIn } from '../records/summary.js';
import type { Turn } from '../records/turn.js';

const TITLE_CHARS = 120;
const UNEVEN = /[^\S ]|\p{Cc}| {2}/u;

interface Continued {
  readonly tenant: string;
  readonly id: string;
  readonly turns: (Turn & { readonly subject: string | null })[];
}

/**
 * Writes a group of entries within one transaction, in a handful of statements however many there are.
 *
 * Rows that several replicas write, of conversations and of the ends of audit trails, are locked in the order of their
 * keys, so that two replicas never deadlock.
 */
export function* writeGroup(group: readonly JournalEntry[], id: string, epochMs: number): Work<void> {
  const claimed = yield* CLAIM_GROUP.to([[id, epochMs]]);
  // An earlier attempt has committed it, and only its outcome was lost.
  if (claimed.length === 0) return;
  for (const part of splitAfterDeletions(group)) {
    yield* turns(only(part, 'turn'));
    yield* STORE_ANSWERS.to(answerRows(only(part, 'answer')));
    yield* STORE_FEEDBACK.to(feedbackRows(only(part, 'feedback')));
    yield* RENAME_CONVERSATIONS.to(titleRows(only(part, 'rename')));
    yield* deletions(only(part, 'deletion'));
  }
  yield* auditEvents(only(group, 'audit'));
}

/** Entries after a deletion must not be deleted with those before it. */
function splitAfterDeletions(group: readonly JournalEntry[]): JournalEntry[][] {
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

function conversationsOf(entries: readonly EntryOf<'turn'>[]): Map<string, Continued> {
  const continued = new Map<string, Continued>();
  for (const { tenant, conversationId: id, turn: said, subject = null } of entries) {
    const turn = { ...said, subject };
    const key = `${tenant}/${id}`;
    const conversation = continued.get(key);
    if (conversation === undefined) continued.set(key, { tenant, id, turns: [turn] });
    else conversation.turns.push(turn);
  }
  return continued;
}

function* turns(entries: readonly EntryOf<'turn'>[]): Work<void> {
  const continued = conversationsOf(entries);
  const inOrder = [...continued.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = yield* BEGIN_OR_CONTINUE.to(inOrder.map(([, conversation]) => rowOf(conversation)));
  const written = rows.flatMap(({ tenant, id, turns, deleted_at }) => {
    const added = continued.get(`${tenant}/${id}`)?.turns;
    return added === undefined || deleted_at !== null ? [] : [{ tenant, id, turns, added }];
  });
  const older = written.filter(({ turns, added }) => turns > added.length);
  const summaries = yield* READ_SUMMARIES.to(older.map(({ tenant, id }) => [tenant, id]));
  yield* ADD_TURNS.to(
    written.flatMap(({ tenant, id, turns, added }) =>
      added.map(({ subject, ...turn }, i) => {
        return [tenant, id, turns - added.length + 1 + i, JSON.stringify(turn), turn.id, subject];
      }),
    ),
  );
  yield* WRITE_SUMMARIES.to(
    summaries.map((row) => {
      const added = continued.get(`${row.tenant}/${row.id}`)?.turns ?? [];
      return [row.tenant, row.id, JSON.stringify(added.reduce(foldTurn, summaryIn(row)))];
    }),
  );
}

function rowOf({ tenant, id, turns }: Continued) {
  const [first, last] = [turns[0], turns.at(-1)];
  const summary = turns.length === 1 ? FOLDED_FROM_FIRST_TURN : JSON.stringify(turns.reduce(foldTurn, EMPTY_SUMMARY));
  return [tenant, id, titleOf(first?.question ?? ''), summary, turns.length, first?.at ?? 0, last?.at ?? 0];
}

/** The beginning of the first question; PostgreSQL rejects NUL, and a cut must not leave a broken character. */
function titleOf(question: string): string {
  const beginning = readSpeech(question).text.slice(0, TITLE_CHARS).toWellFormed();
  // Nearly all have nothing but single spaces between their words.
  return (UNEVEN.test(beginning) ? beginning.replaceAll(/[\s\p{Cc}]+/gu, ' ') : beginning).trim();
}

/** A statement may touch a row only once, so only the latest version of each answer is written. */
function answerRows(entries: readonly EntryOf<'answer'>[]) {
  const latest = new Map(entries.map((entry) => [`${entry.tenant}/${entry.answer.id}`, entry]));
  return [...latest.values()].map(({ tenant, answer }) => [
    tenant,
    answer.id,
    answer.conversationId,
    answer.version,
    answerJson(answer),
  ]);
}

/** As {@link answerRows}: of what one caller says about an answer, the latest. */
function feedbackRows(entries: readonly EntryOf<'feedback'>[]) {
  const latest = new Map(
    entries.map((entry) => [`${entry.tenant}/${entry.feedback.answerId}/${entry.subject}`, entry]),
  );
  return [...latest.values()].map(({ tenant, subject, conversationId, feedback }) => [
    tenant,
    feedback.answerId,
    subject,
    conversationId,
    feedback.at,
    JSON.stringify(feedback),
  ]);
}

/** As {@link answerRows}: of the titles of a conversation, the latest. */
function titleRows(entries: readonly EntryOf<'rename'>[]) {
  const latest = new Map(entries.map((entry) => [`${entry.tenant}/${entry.conversationId}`, entry]));
  return [...latest.values()].map(({ tenant, conversationId, title }) => [tenant, conversationId, titleOf(title)]);
}

function* deletions(entries: readonly EntryOf<'deletion'>[]): Work<void> {
  const empty = JSON.stringify(EMPTY_SUMMARY);
  const keys = entries.map(({ tenant, conversationId }) => [tenant, conversationId]);
  yield* TOMBSTONE_CONVERSATIONS.to(
    entries.map(({ tenant, conversationId, at }) => [tenant, conversationId, empty, at]),
  );
  yield* DELETE_TURNS.to(keys);
  yield* DELETE_ANSWERS.to(keys);
  yield* DELETE_FEEDBACK.to(keys);
}

function* auditEvents(entries: readonly EntryOf<'audit'>[]): Work<void> {
  const byTenant = Map.groupBy(entries, ({ tenant }) => tenant);
  // Touching the rows locks them, and makes those of new tenants.
  const heads = yield* LOCK_AUDIT_HEADS.to([...byTenant.keys()].sort().map((tenant) => [tenant, GENESIS]));
  const rows: Tables['audit'][] = [];
  const ends = heads.map(({ tenant, seq, hash }) => {
    const end = { seq, hash };
    for (const { at, event } of byTenant.get(tenant) ?? []) {
      const link = { tenant, seq: ++end.seq, at, body: JSON.stringify(event) };
      end.hash = linkHash(end.hash, link);
      rows.push({ ...link, hash: end.hash });
    }
    return [tenant, end.seq, end.hash];
  });
  yield* ADD_AUDIT.to(rows.map(({ tenant, seq, at, hash, body }) => [tenant, seq, at, hash, body]));
  yield* MOVE_AUDIT_HEADS.to(ends);
}
