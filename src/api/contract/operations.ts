import type { MessageName } from './messages.js';

/** One REST operation. */
export interface Operation {
  readonly method: 'get' | 'post';
  /** As OpenAPI writes it, with `{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly body?: MessageName;
  readonly reply: MessageName | 'text' | 'events';
  /** Statuses of problems beyond 401 and 500, which every operation may give. */
  readonly problems: readonly number[];
  readonly isPublic?: true;
  /** Takes `Director-Class` and `Prefer`, and tells `Server-Timing` and `Degraded`. */
  readonly hasDeadline?: true;
}

const ASK_PROBLEMS = [400, 403, 404, 413, 415] as const;

/** Every operation of the REST face; a test holds this list equal to the routes that are served. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/answers',
    id: 'ask',
    summary: 'Answer a question by the deadline of its class',
    body: 'Ask',
    reply: 'Answer',
    problems: [...ASK_PROBLEMS, 503],
    hasDeadline: true,
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
    summary: 'Versions of an answer as they land, until the final one',
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
];
