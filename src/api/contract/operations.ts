import { ANSWERS_PATH } from '../protocol/paths.js';

import type { MessageName } from './messages.js';

/** One REST operation. */
export interface Operation {
  readonly method: 'delete' | 'get' | 'post';
  /** As OpenAPI writes it, with `{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly body?: MessageName;
  readonly reply: MessageName | 'text' | 'events' | 'nothing';
  /** Of the reply. @default 200 */
  readonly status?: 201 | 204;
  /** What the query string may say. */
  readonly query?: 'page' | 'export';
  /** Statuses of problems beyond 401 and 500, which every operation may give. */
  readonly problems: readonly number[];
  readonly isPublic?: true;
  /** Takes `Director-Class` and `Prefer`, and tells `Server-Timing` and `Degraded`. */
  readonly hasDeadline?: true;
  /** Streams the reply as server-sent events to who accepts them. */
  readonly streams?: true;
  /** Takes `Idempotency-Key`. */
  readonly isIdempotent?: true;
}

const ASK_PROBLEMS = [400, 403, 404, 413, 415] as const;

/** Every operation of the REST face; a test holds this list equal to the routes that are served. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: ANSWERS_PATH,
    id: 'ask',
    summary: 'Answer a question by the deadline of its class',
    body: 'Ask',
    reply: 'Answer',
    problems: [...ASK_PROBLEMS, 409, 422, 503],
    hasDeadline: true,
    streams: true,
    isIdempotent: true,
  },
  {
    method: 'get',
    path: '/v1/answers/{id}',
    id: 'getAnswer',
    summary: 'An answer as it stands now',
    reply: 'Answer',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/answers/{id}/events',
    id: 'followAnswer',
    summary: 'What happens to an answer after Last-Event-ID, until it is final',
    reply: 'events',
    problems: [404],
  },
  {
    method: 'post',
    path: '/v1/plan',
    id: 'plan',
    summary: 'What would happen to a question, without doing it',
    body: 'Ask',
    reply: 'Plan',
    problems: ASK_PROBLEMS,
    hasDeadline: true,
  },
  {
    method: 'post',
    path: '/v1/frameworks/detect',
    id: 'detectFrameworks',
    summary: 'The strategic frameworks that apply to a text, with the words that say so',
    body: 'Detect',
    reply: 'Detection',
    problems: [400, 413, 415],
  },
  {
    method: 'get',
    path: '/v1/frameworks',
    id: 'listFrameworks',
    summary: 'The framework library',
    reply: 'FrameworkList',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/frameworks/{id}',
    id: 'getFramework',
    summary: 'One framework, whole',
    reply: 'Framework',
    problems: [404],
  },
  {
    method: 'get',
    path: '/v1/personas',
    id: 'listPersonas',
    summary: 'Who can answer',
    reply: 'PersonaList',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/performance',
    id: 'getPerformance',
    summary: 'How well the service does',
    reply: 'Performance',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/performance/stream',
    id: 'followPerformance',
    summary: 'The same every second, until the connection or the service ends',
    reply: 'events',
    problems: [],
  },
  {
    method: 'get',
    path: '/v1/conversations',
    id: 'listConversations',
    summary: 'Conversations, begun last first',
    reply: 'ConversationPage',
    query: 'page',
    problems: [400, 503],
  },
  {
    method: 'get',
    path: '/v1/conversations/{id}',
    id: 'getConversation',
    summary: 'A conversation without its turns',
    reply: 'Conversation',
    problems: [404, 503],
  },
  {
    method: 'delete',
    path: '/v1/conversations/{id}',
    id: 'deleteConversation',
    summary: 'Delete a conversation for good, with its answers',
    reply: 'nothing',
    status: 204,
    problems: [404, 503],
  },
  {
    method: 'get',
    path: '/v1/conversations/{id}/turns',
    id: 'listTurns',
    summary: 'Turns of a conversation, oldest first',
    reply: 'TurnPage',
    query: 'page',
    problems: [400, 404, 503],
  },
  {
    method: 'get',
    path: '/v1/conversations/{id}/export',
    id: 'exportConversation',
    summary: 'A conversation with all its answers, as JSON or Markdown',
    reply: 'Transcript',
    query: 'export',
    problems: [400, 404, 503],
  },
  {
    method: 'get',
    path: '/v1/audit',
    id: 'listAuditEvents',
    summary: 'The audit trail, oldest first; for auditors',
    reply: 'AuditPage',
    query: 'page',
    problems: [400, 403, 503],
  },
  {
    method: 'get',
    path: '/v1/keys',
    id: 'listKeys',
    summary: 'API keys of the tenant; for admins',
    reply: 'ApiKeyList',
    problems: [403, 503],
  },
  {
    method: 'post',
    path: '/v1/keys',
    id: 'createKey',
    summary: 'Make an API key, which is shown this once; for admins',
    body: 'KeyRequest',
    reply: 'NewKey',
    status: 201,
    problems: [400, 403, 413, 415, 503],
  },
  {
    method: 'post',
    path: '/v1/keys/{id}/rotate',
    id: 'rotateKey',
    summary: 'Make a new key in the place of one, which stays valid for an hour; for admins',
    reply: 'NewKey',
    status: 201,
    problems: [403, 404, 503],
  },
  {
    method: 'delete',
    path: '/v1/keys/{id}',
    id: 'revokeKey',
    summary: 'Revoke a key; every replica refuses it within five seconds; for admins',
    reply: 'ApiKey',
    problems: [403, 404, 503],
  },
];
