import { ANSWERS_PATH } from '../protocol/paths.js';

import type { MessageName } from './messages.js';

/** What else OpenAPI says about a REST operation. */
interface OperationDetails {
  readonly body?: MessageName;
  /** Of the reply. @default 200 */
  readonly status?: 201 | 204;
  /** Parameters of the query string, or the header in which a stream is resumed. */
  readonly query?: 'page' | 'audit' | 'conversations' | 'export' | 'resume';
  /** Statuses of problems besides 401, 429 and 500, which every operation may have. */
  readonly problems?: readonly number[];
  /** Takes `Director-Class` and `Prefer`, and sets `Server-Timing` and `Degraded`. */
  readonly hasDeadline?: true;
  /** Streams the reply as server-sent events if the caller accepts them. */
  readonly streams?: true;
  /** Takes `Idempotency-Key`. */
  readonly isIdempotent?: true;
  /** Replies with errors in the form of OpenAI's protocol. */
  readonly isOpenAi?: true;
}

type Method = 'delete' | 'get' | 'patch' | 'post';
type Reply = MessageName | 'events' | 'nothing';
/** Summary and description. */
type Words = readonly [string, string];

/** One REST operation; its path as OpenAPI writes it, with `{id}`. */
export interface Operation extends OperationDetails {
  readonly method: Method;
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly reply: Reply;
}

const route =
  (method: Method) =>
  (
    path: string,
    id: string,
    reply: Reply,
    [summary, description]: Words,
    details: OperationDetails = {},
  ): Operation => ({
    method,
    path,
    id,
    summary,
    description,
    reply,
    ...details,
  });
const get = route('get');
const post = route('post');
const patch = route('patch');
const remove = route('delete');

const ASK_PROBLEMS = [400, 403, 404, 413, 415];

/** Every operation of the REST endpoint; a test holds this list equal to the routes that are served. */
export const OPERATIONS: readonly Operation[] = [
  post(
    ANSWERS_PATH,
    'ask',
    'Answer',
    [
      'Answer a question by the deadline of its class',
      'The best answer there is by the deadline, with a receipt; what is late lands as the next version.',
    ],
    {
      body: 'Ask',
      problems: [...ASK_PROBLEMS, 409, 422, 503],
      hasDeadline: true,
      streams: true,
      isIdempotent: true,
    },
  ),
  get(
    ANSWERS_PATH,
    'listAnswers',
    'RecentAnswerPage',
    ['Answers that the caller was given, latest first', 'Of this key or token only, page by page.'],
    { query: 'page', problems: [400, 503] },
  ),
  post(
    '/v1/answers/{id}/feedback',
    'rateAnswer',
    'Feedback',
    [
      'Say whether an answer was useful, and what came of it',
      'Replaces what the same caller said before. It is exported and deleted with the conversation of the answer, and counted in the performance report.',
    ],
    { body: 'FeedbackRequest', problems: [400, 404, 413, 415, 503] },
  ),
  get(
    '/v1/answers/{id}',
    'getAnswer',
    'Answer',
    ['An answer as it stands now', 'Its newest version. With `If-None-Match`, 304 while nothing has changed.'],
    { problems: [404] },
  ),
  get(
    '/v1/answers/{id}/events',
    'followAnswer',
    'events',
    [
      'What happens to an answer after Last-Event-ID, until it is final',
      'Server-sent events. Without `Last-Event-ID` they begin with the first that is retained.',
    ],
    { query: 'resume', problems: [400, 404] },
  ),
  post(
    '/v1/plan',
    'plan',
    'Plan',
    [
      'What would happen to a question, without doing it',
      'Class, personas, frameworks and MCP servers, and whether the question would be admitted now.',
    ],
    {
      body: 'Ask',
      problems: ASK_PROBLEMS,
      hasDeadline: true,
    },
  ),
  post(
    '/v1/frameworks/detect',
    'detectFrameworks',
    'Detection',
    ['The strategic frameworks that apply to a text, with the words that say so', 'Any text; nothing is recorded.'],
    { body: 'Detect', problems: [400, 413, 415] },
  ),
  get('/v1/frameworks', 'listFrameworks', 'FrameworkList', [
    'The framework library',
    'Every framework in short. Any cache may store it.',
  ]),
  get(
    '/v1/frameworks/{id}',
    'getFramework',
    'Framework',
    ['One framework, whole', 'When it fits, steps, questions, measures, pitfalls.'],
    { problems: [404] },
  ),
  get('/v1/personas', 'listPersonas', 'PersonaList', ['Who can answer', 'Every persona, with what it knows best.']),
  get('/v1/performance', 'getPerformance', 'Performance', [
    'How well the service does',
    'Deadlines kept, refusals, caches, MCP servers and memory, with recommendations.',
  ]),
  get('/v1/performance/history', 'getPerformanceHistory', 'PerformanceHistory', [
    'How the service did in the last quarter of an hour',
    'A few figures every five seconds, of the process that answers.',
  ]),
  get(
    '/v1/performance/stream',
    'followPerformance',
    'events',
    [
      'The same every second, until the connection or the service ends',
      'Server-sent events: one `history`, then `performance`, and `closing` before the service closes the connection. Reports are made only while a stream is open.',
    ],
    { problems: [503] },
  ),
  get(
    '/v1/models',
    'listModels',
    'OpenAiModelList',
    ['Models, as clients of OpenAI list them', '`director`, and `director-` with the id of each persona.'],
    { isOpenAi: true },
  ),
  get(
    '/v1/models/{id}',
    'getModel',
    'OpenAiModel',
    ['One model, as clients of OpenAI read it', 'Its `name` and `description` are for people.'],
    { problems: [404], isOpenAi: true },
  ),
  post(
    '/v1/chat/completions',
    'createChatCompletion',
    'ChatCompletion',
    [
      'Answer a question in the form of a chat completion',
      'For clients of OpenAI. What they send beyond the messages is ignored; the receipt is in `director`.',
    ],
    {
      body: 'ChatRequest',
      problems: [400, 403, 404, 409, 415, 422, 503],
      hasDeadline: true,
      streams: true,
      isIdempotent: true,
      isOpenAi: true,
    },
  ),
  post(
    '/v1/responses',
    'createResponse',
    'ResponseReply',
    [
      'Answer a question in the form of a response',
      'As a chat completion; `previous_response_id` continues, and with `store: false` nothing of it is stored.',
    ],
    {
      body: 'ResponsesRequest',
      problems: [400, 403, 404, 409, 415, 422, 503],
      hasDeadline: true,
      streams: true,
      isIdempotent: true,
      isOpenAi: true,
    },
  ),
  get(
    '/v1/responses/{id}',
    'getResponse',
    'ResponseReply',
    ['A response as it stands now', 'With what was late, once that has landed.'],
    { problems: [404, 503], isOpenAi: true },
  ),
  get(
    '/v1/conversations',
    'listConversations',
    'ConversationPage',
    [
      'Conversations, begun last first',
      'Of the tenant of the caller, page by page; with `search`, those with these words in the title.',
    ],
    {
      query: 'conversations',
      problems: [400, 503],
    },
  ),
  get(
    '/v1/conversations/{id}',
    'getConversation',
    'Conversation',
    ['A conversation without its turns', 'Its title, topics and times.'],
    {
      problems: [404, 503],
    },
  ),
  patch(
    '/v1/conversations/{id}',
    'renameConversation',
    'Conversation',
    ['Give a conversation another title', 'The title is what lists name it by.'],
    { body: 'ConversationChange', problems: [400, 404, 413, 415, 503] },
  ),
  remove(
    '/v1/conversations/{id}',
    'deleteConversation',
    'nothing',
    ['Delete a conversation for good, with its answers', 'Cached copies are deleted too.'],
    { status: 204, problems: [404, 503] },
  ),
  get(
    '/v1/conversations/{id}/turns',
    'listTurns',
    'TurnPage',
    ['Turns of a conversation, oldest first', 'What was asked, and the ids of the answers.'],
    {
      query: 'page',
      problems: [400, 404, 503],
    },
  ),
  get(
    '/v1/conversations/{id}/export',
    'exportConversation',
    'Transcript',
    ['A conversation with all its answers, as JSON or Markdown', 'As a file to download.'],
    { query: 'export', problems: [400, 404, 503] },
  ),
  get(
    '/v1/audit',
    'listAuditEvents',
    'AuditPage',
    [
      'The audit trail, oldest first; for auditors',
      'Needs the entitlement `auditor`; reading it is recorded too. With `order=newest` from its end.',
    ],
    {
      query: 'audit',
      problems: [400, 403, 503],
    },
  ),
  get(
    '/v1/audit/verification',
    'verifyAuditTrail',
    'AuditVerification',
    [
      'Verify the chain of hashes of the audit trail; for auditors',
      'Reads the whole trail of the tenant; needs the entitlement `auditor`, and is recorded too.',
    ],
    { problems: [403, 503] },
  ),
  get(
    '/v1/keys',
    'listKeys',
    'ApiKeyList',
    ['API keys of the tenant; for admins', 'Needs the entitlement `admin`. The keys themselves are not stored.'],
    { problems: [403, 503] },
  ),
  post(
    '/v1/keys',
    'createKey',
    'NewKey',
    [
      'Make an API key, which is shown this once; for admins',
      'Needs `admin` and every entitlement that the new key gets.',
    ],
    {
      body: 'KeyRequest',
      status: 201,
      problems: [400, 403, 413, 415, 503],
    },
  ),
  post(
    '/v1/keys/{id}/rotate',
    'rotateKey',
    'NewKey',
    [
      'Make a new key in the place of one, which stays valid for an hour; for admins',
      'Needs `admin` and every entitlement of the key. The new one expires as the old one would have.',
    ],
    { status: 201, problems: [403, 404, 503] },
  ),
  remove(
    '/v1/keys/{id}',
    'revokeKey',
    'ApiKey',
    [
      'Revoke a key; every replica refuses it within five seconds; for admins',
      'Needs `admin` and every entitlement of the key.',
    ],
    { problems: [403, 404, 503] },
  ),
];
