import { ANSWERS_PATH } from '../protocol/paths.js';

import type { MessageName } from './messages.js';

/** What else OpenAPI says about a REST operation. */
interface OperationDetails {
  readonly body?: MessageName;
  /** Of the reply. @default 200 */
  readonly status?: 201 | 204;
  /** Parameters of the query string. */
  readonly query?: 'page' | 'export';
  /** Statuses of problems besides 401, 429 and 500, which every operation may have. */
  readonly problems?: readonly number[];
  /** Takes `Director-Class` and `Prefer`, and sets `Server-Timing` and `Degraded`. */
  readonly hasDeadline?: true;
  /** Streams the reply as server-sent events if the caller accepts them. */
  readonly streams?: true;
  /** Takes `Idempotency-Key`. */
  readonly isIdempotent?: true;
}

type Method = 'delete' | 'get' | 'post';
type Reply = MessageName | 'events' | 'nothing';

/** One REST operation; its path as OpenAPI writes it, with `{id}`. */
export interface Operation extends OperationDetails {
  readonly method: Method;
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly reply: Reply;
}

const route =
  (method: Method) =>
  (path: string, id: string, reply: Reply, summary: string, details: OperationDetails = {}): Operation => ({
    method,
    path,
    id,
    summary,
    reply,
    ...details,
  });
const get = route('get');
const post = route('post');
const remove = route('delete');

const ASK_PROBLEMS = [400, 403, 404, 413, 415];

/** Every operation of the REST endpoint; a test holds this list equal to the routes that are served. */
export const OPERATIONS: readonly Operation[] = [
  post(ANSWERS_PATH, 'ask', 'Answer', 'Answer a question by the deadline of its class', {
    body: 'Ask',
    problems: [...ASK_PROBLEMS, 409, 422, 503],
    hasDeadline: true,
    streams: true,
    isIdempotent: true,
  }),
  get('/v1/answers/{id}', 'getAnswer', 'Answer', 'An answer as it stands now', { problems: [404] }),
  get(
    '/v1/answers/{id}/events',
    'followAnswer',
    'events',
    'What happens to an answer after Last-Event-ID, until it is final',
    { problems: [404] },
  ),
  post('/v1/plan', 'plan', 'Plan', 'What would happen to a question, without doing it', {
    body: 'Ask',
    problems: ASK_PROBLEMS,
    hasDeadline: true,
  }),
  post(
    '/v1/frameworks/detect',
    'detectFrameworks',
    'Detection',
    'The strategic frameworks that apply to a text, with the words that say so',
    { body: 'Detect', problems: [400, 413, 415] },
  ),
  get('/v1/frameworks', 'listFrameworks', 'FrameworkList', 'The framework library'),
  get('/v1/frameworks/{id}', 'getFramework', 'Framework', 'One framework, whole', { problems: [404] }),
  get('/v1/personas', 'listPersonas', 'PersonaList', 'Who can answer'),
  get('/v1/performance', 'getPerformance', 'Performance', 'How well the service does'),
  get(
    '/v1/performance/stream',
    'followPerformance',
    'events',
    'The same every second, until the connection or the service ends',
  ),
  get('/v1/conversations', 'listConversations', 'ConversationPage', 'Conversations, begun last first', {
    query: 'page',
    problems: [400, 503],
  }),
  get('/v1/conversations/{id}', 'getConversation', 'Conversation', 'A conversation without its turns', {
    problems: [404, 503],
  }),
  remove(
    '/v1/conversations/{id}',
    'deleteConversation',
    'nothing',
    'Delete a conversation for good, with its answers',
    { status: 204, problems: [404, 503] },
  ),
  get('/v1/conversations/{id}/turns', 'listTurns', 'TurnPage', 'Turns of a conversation, oldest first', {
    query: 'page',
    problems: [400, 404, 503],
  }),
  get(
    '/v1/conversations/{id}/export',
    'exportConversation',
    'Transcript',
    'A conversation with all its answers, as JSON or Markdown',
    { query: 'export', problems: [400, 404, 503] },
  ),
  get('/v1/audit', 'listAuditEvents', 'AuditPage', 'The audit trail, oldest first; for auditors', {
    query: 'page',
    problems: [400, 403, 503],
  }),
  get('/v1/keys', 'listKeys', 'ApiKeyList', 'API keys of the tenant; for admins', { problems: [403, 503] }),
  post('/v1/keys', 'createKey', 'NewKey', 'Make an API key, which is shown this once; for admins', {
    body: 'KeyRequest',
    status: 201,
    problems: [400, 403, 413, 415, 503],
  }),
  post(
    '/v1/keys/{id}/rotate',
    'rotateKey',
    'NewKey',
    'Make a new key in the place of one, which stays valid for an hour; for admins',
    { status: 201, problems: [403, 404, 503] },
  ),
  remove(
    '/v1/keys/{id}',
    'revokeKey',
    'ApiKey',
    'Revoke a key; every replica refuses it within five seconds; for admins',
    { problems: [403, 404, 503] },
  ),
];
