import { REFERENCE_PREFIX, messageSchemas, type MessageName } from './messages.js';
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
    security: [{}, { key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: messageSchemas(),
    },
  };
}

function describeOperation({ method: _, path, id, reply, summary, ...details }: Operation): object {
  const { body, status = 200, query, problems = [], hasDeadline, isIdempotent, streams } = details;
  const parameters = [
    ...(path.includes('{id}') ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] : []),
    ...(hasDeadline === true ? DEADLINE_PARAMETERS : []),
    ...(isIdempotent === true ? [IDEMPOTENCY_KEY] : []),
    ...(query === undefined ? [] : QUERIES[query]),
  ];
  const problem = {
    description: 'A problem',
    content: { 'application/problem+json': { schema: reference('Problem') } },
  };
  const statuses = [...problems, 401, 429, 500].sort((a, b) => a - b);
  return {
    operationId: id,
    tags: [tagOf(path)],
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } } }),
    responses: {
      [status]: {
        description: 'As asked',
        ...contentOf(reply, streams),
        ...(hasDeadline === true ? { headers: DEADLINE_HEADERS } : {}),
      },
      ...Object.fromEntries(statuses.map((one) => [one, problem])),
    },
  };
}

/** The group of an operation on the reference page. */
function tagOf(path: string): string {
  if (/^\/v1\/(?:answers|plan)/.test(path)) return 'Guidance';
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
    description: '`wait=2` shortens the deadline to two seconds.',
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

const QUERIES = {
  page: [
    {
      name: 'cursor',
      in: 'query',
      schema: { type: 'string', maxLength: 64 },
      description: 'The `nextCursor` of the page before.',
    },
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
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
