import { REFERENCE_PREFIX, messageSchemas, type MessageName } from './messages.js';
import { isOpenAiPath } from '../protocol/paths.js';
import { OPERATIONS, type Operation } from './operations.js';
import { graphqlSdl } from './sdl.js';

const reference = (name: MessageName) => ({ $ref: `${REFERENCE_PREFIX}${name}` });

/**
 * The REST endpoint as OpenAPI 3.1, made from the schemas that validate it.
 *
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of OPERATIONS) {
    (paths[operation.path] ??= {})[operation.method] = describeOperation(operation);
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'ClaudeDirector',
      version,
      description: 'Strategic guidance for engineering leaders by a deadline, with a receipt.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    // The page and its examples call the service that they come from.
    servers: [{ url: '/', description: 'This service' }],
    security: [{}, { key: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        key: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key or a token of the issuer; required unless the service is open on this machine only.',
        },
      },
      schemas: messageSchemas(),
    },
  };
}

/** The groups of operations on the reference page. */
const TAGS = {
  Guidance: 'Ask, plan, and follow an answer until it is final.',
  Conversations: 'What was asked and answered before, for the tenant of the caller.',
  OpenAI: 'The same answers for clients that speak the protocol of OpenAI.',
  Library: 'Frameworks and personas that answers draw on.',
  Trust: 'Who did what, and the keys that callers use.',
  Operations: 'How well the service keeps its deadlines.',
} as const;

function describeOperation({ path, id, reply, summary, description, ...details }: Operation): object {
  const { body, status = 200, query, problems = [], hasDeadline, isIdempotent, isOpenAi, streams } = details;
  const parameters = [
    ...(path.includes('{id}') ? [idParameter(path)] : []),
    ...(hasDeadline === true ? DEADLINE_PARAMETERS : []),
    ...(isOpenAi === true && body !== undefined ? CHAT_PARAMETERS : []),
    ...(isIdempotent === true ? [IDEMPOTENCY_KEY] : []),
    ...(query === undefined ? [] : QUERIES[query]),
  ];
  const statuses = [...problems, 401, 429, 500].sort((a, b) => a - b);
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    description,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': bodyContent(body) } } }),
    responses: {
      [status]: {
        description: status === 204 ? 'Done' : 'As asked',
        ...contentOf(reply, streams),
        ...(hasDeadline === true ? { headers: DEADLINE_HEADERS } : {}),
      },
      ...Object.fromEntries(statuses.map((one) => [one, problemOf(one, isOpenAi)])),
    },
  };
}

/** What a status means, and the headers that come with it. */
function problemOf(status: number, isOpenAi?: true): object {
  const retries = status === 429 || status === 503;
  return {
    description: STATUS_MEANINGS[status] ?? 'A problem',
    ...(retries ? { headers: status === 429 ? { ...RETRY_HEADERS, ...LIMIT_HEADERS } : RETRY_HEADERS } : {}),
    content:
      isOpenAi === true
        ? { 'application/json': { schema: reference('OpenAiError') } }
        : { 'application/problem+json': { schema: reference('Problem') } },
  };
}

const STATUS_MEANINGS: Readonly<Record<number, string>> = {
  400: 'A field, a header or the body is not valid',
  401: 'No valid key or token',
  403: 'The caller may not do this, or not under this host name',
  404: 'No such thing for this tenant',
  409: 'The first request with this Idempotency-Key is still in progress',
  413: 'The text or the body is too long',
  415: 'The body is not JSON in UTF-8, or compressed',
  422: 'The Idempotency-Key was used with another body',
  429: 'A limit of the key or the tenant is exceeded',
  500: 'A defect of the service',
  503: 'Overloaded, or the database is down: nothing was started',
};
const RETRY_HEADERS = {
  'Retry-After': { schema: { type: 'integer' }, description: 'When to try again, seconds.' },
};
const LIMIT_HEADERS = {
  RateLimit: { schema: { type: 'string' }, description: 'What is left of the limit, and when it is whole again.' },
  'RateLimit-Policy': { schema: { type: 'string' }, description: 'The limit and its window.' },
};

function bodyContent(body: MessageName): object {
  const examples = EXAMPLES[body];
  return { schema: reference(body), ...(examples === undefined ? {} : { examples }) };
}

const QUESTION = 'Our three squads keep waiting on the infra group for every deploy. What should we change?';
/** Bodies that a reader can send as they are: values made from a schema name personas and conversations that do not exist. */
const EXAMPLES: Partial<Record<MessageName, object>> = {
  Ask: {
    question: { summary: 'A question', value: { question: QUESTION } },
    personas: {
      summary: 'A question to two personas',
      value: { question: QUESTION, role: 'VP Engineering', personas: ['diego', 'martin'] },
    },
  },
  Detect: { text: { summary: 'A text', value: { text: QUESTION } } },
  ChatRequest: {
    chat: {
      summary: 'A question',
      value: { model: 'director', messages: [{ role: 'user', content: QUESTION }] },
    },
  },
  ResponsesRequest: { response: { summary: 'A question', value: { model: 'director', input: QUESTION } } },
  KeyRequest: {
    key: { summary: 'A key that may ask', value: { label: 'console', entitlements: ['ask'], expiresInDays: 90 } },
  },
};

function idParameter(path: string): object {
  const [kind, example, description] = path.includes('/answers/')
    ? ['answer', undefined, 'As `id` of an answer.']
    : path.includes('/conversations/')
      ? ['conversation', undefined, 'As `conversationId` of an answer.']
      : path.includes('/keys/')
        ? ['key', undefined, 'As in the list of keys.']
        : path.includes('/responses/')
          ? ['response', undefined, 'As `id` of a response.']
          : path.includes('/models/')
            ? ['model', 'director', 'As in the list of models.']
            : ['framework', 'team-topologies', 'As in the list of frameworks.'];
  return {
    name: 'id',
    in: 'path',
    required: true,
    description: `Of the ${kind}. ${description}`,
    schema: { type: 'string' },
    ...(example === undefined ? {} : { example }),
  };
}

/** The group of an operation on the reference page. */
function tagOf(path: string): keyof typeof TAGS {
  if (/^\/v1\/(?:answers|plan)/.test(path)) return 'Guidance';
  if (isOpenAiPath(path)) return 'OpenAI';
  if (path.startsWith('/v1/conversations')) return 'Conversations';
  if (/^\/v1\/(?:keys|audit)/.test(path)) return 'Trust';
  return /^\/v1\/(?:frameworks|personas)/.test(path) ? 'Library' : 'Operations';
}

const DEADLINE_PARAMETERS = [
  {
    name: 'Director-Class',
    in: 'header',
    schema: { type: 'string' },
    description: 'The class, when the body names none.',
  },
  {
    name: 'Prefer',
    in: 'header',
    schema: { type: 'string' },
    description:
      '`wait=2` shortens the deadline to two seconds. `handling=strict` refuses an answer that goes without parts under overload (503), `handling=lenient` accepts a class that the caller is entitled to.',
  },
] as const;
const CHAT_PARAMETERS = [
  {
    name: 'Director-Conversation',
    in: 'header',
    schema: { type: 'string' },
    description: 'Continues a conversation of this service; without it the messages tell what was said before.',
  },
  {
    name: 'Director-Progress',
    in: 'header',
    schema: { enum: ['none'] },
    description: '`none` leaves out of a stream what is being done.',
  },
  {
    name: 'Director-Wait',
    in: 'header',
    schema: { type: 'integer', minimum: 0, maximum: 60 },
    description: 'How long to wait, after the deadline of the class, for what was late; seconds.',
  },
  {
    name: 'Director-Receipt',
    in: 'header',
    schema: { enum: ['footer'] },
    description: '`footer` puts the receipt, in five lines, below the answer.',
  },
] as const;
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', maxLength: 255 },
  description: 'The same key gets the same answer for a day, and one that is made once.',
} as const;
const DEADLINE_HEADERS = {
  'Server-Timing': { schema: { type: 'string' }, description: 'How long each stage took, milliseconds.' },
  Degraded: { schema: { type: 'string' }, description: 'What is missing and why, when something is.' },
};

const EVENTS = { 'text/event-stream': { schema: { type: 'string' } } };

const PAGE = [
  {
    name: 'cursor',
    in: 'query',
    schema: { type: 'string', maxLength: 64 },
    description: 'The `nextCursor` of the page before.',
  },
  { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
] as const;
const SEARCH = {
  name: 'search',
  in: 'query',
  schema: { type: 'string', minLength: 1, maxLength: 100 },
  description: 'Words in the title.',
} as const;

const QUERIES = {
  page: PAGE,
  audit: [...PAGE, { name: 'order', in: 'query', schema: { enum: ['oldest', 'newest'], default: 'oldest' } }],
  conversations: [...PAGE, SEARCH],
  resume: [
    {
      name: 'Last-Event-ID',
      in: 'header',
      schema: { type: 'integer', minimum: 0 },
      description: 'The id of the last event received; an id that no event has had is refused.',
    },
  ],
  export: [{ name: 'format', in: 'query', schema: { enum: ['json', 'markdown'], default: 'json' } }],
} as const;

function contentOf(reply: Operation['reply'], streams?: true): object {
  if (reply === 'nothing') return {};
  if (reply === 'events') return { content: EVENTS };
  const json = { 'application/json': { schema: reference(reply) } };
  return { content: streams === true ? { ...json, ...EVENTS } : json };
}

/** The committed descriptions of the contract, by file name, as they must read now. */
export function contractFiles(version: string): ReadonlyMap<string, string> {
  return new Map([
    ['openapi.json', `${JSON.stringify(openApiDocument(version), undefined, 2)}\n`],
    ['schema.graphql', graphqlSdl()],
  ]);
}
