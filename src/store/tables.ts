/** A conversation; `id` sorts by time of creation. Times are wall-clock milliseconds since the epoch. */
interface ConversationsTable {
  tenant: string;
  id: string;
  title: string;
  /** JSON. */
  summary: string;
  /** Turns so far; the number of the latest. */
  turns: number;
  created_at: number;
  updated_at: number;
  /** Set when all but the id has been deleted, so that an entry still in flight does not recreate it. */
  deleted_at: number | null;
}

/** A turn, numbered from 1 within its conversation. */
interface TurnsTable {
  tenant: string;
  conversation_id: string;
  seq: number;
  /** JSON. */
  body: string;
  /** Of the turn, sorts by time; null in a turn before this column. */
  id: string | null;
  /** The caller that asked; null in a turn before this column. */
  subject: string | null;
}

/** What a caller said about an answer. */
interface FeedbackTable {
  tenant: string;
  answer_id: string;
  subject: string;
  /** Of the answer. */
  conversation_id: string;
  at: number;
  /** JSON. */
  body: string;
}

/** The latest version of an answer. */
interface AnswersTable {
  tenant: string;
  id: string;
  conversation_id: string;
  version: number;
  /** JSON. */
  body: string;
}

/** One event of a tenant's audit trail, numbered from 1. */
interface AuditTable {
  tenant: string;
  seq: number;
  at: number;
  /** SHA-256 of the event before and of this one, hexadecimal. */
  hash: string;
  /** JSON. */
  body: string;
}

/** Both ends of a tenant's audit trail: the event before the first one retained, and the latest. */
interface AuditHeadsTable {
  tenant: string;
  seq: number;
  hash: string;
  anchor_seq: number;
  anchor_hash: string;
}

/** API keys; the key itself is never stored. */
interface ApiKeysTable {
  id: string;
  tenant: string;
  label: string;
  /** The public beginning of the key, by which it is looked up. */
  prefix: string;
  /** SHA-256 of the key, hexadecimal. */
  sha256: string;
  /** JSON. */
  entitlements: string;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

/** The response to a request with an `Idempotency-Key`, complete or in progress. */
interface IdempotencyTable {
  tenant: string;
  subject: string;
  key: string;
  /** SHA-256 of the request, hexadecimal. */
  fingerprint: string;
  /** JSON; null while the request is in progress. */
  response: string | null;
  /** Without a response: when its claim expires. With one: when it is deleted. */
  expires_at: number;
}

/** Recent group commits, so that one whose outcome is unknown is not repeated. */
interface CommitsTable {
  id: string;
  at: number;
}

/** Entries that the database refused for what is in them, to be read and written again. */
interface SetAsideTable {
  id: string;
  at: number;
  /** What the database said. */
  reason: string;
  /** JSON in ASCII, which any database takes. */
  entry: string;
}

/** The tables as the latest migration leaves them. */
export interface Tables {
  conversations: ConversationsTable;
  turns: TurnsTable;
  answers: AnswersTable;
  feedback: FeedbackTable;
  audit: AuditTable;
  audit_heads: AuditHeadsTable;
  api_keys: ApiKeysTable;
  idempotency: IdempotencyTable;
  commits: CommitsTable;
  set_aside: SetAsideTable;
}
