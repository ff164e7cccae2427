import type { FastifyRequest } from 'fastify';
import * as z from 'zod';

import { InputInvalidError, validate } from '../../answers/index.js';

/** Maximum length of a query; questions are variables. It bounds the tokens before anything is parsed. */
const MAX_QUERY_LENGTH = 10_000;

const map = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
);

/** The parameters of a request; others are ignored, as GraphQL over HTTP asks. */
const parametersSchema = z.object({
  query: z.string().min(1).max(MAX_QUERY_LENGTH),
  operationName: z.string().nullish(),
  variables: map.nullish(),
  extensions: map.nullish(),
});
export type GraphqlParameters = z.infer<typeof parametersSchema>;

/** What a request asks to execute, from its body or, with GET, from its address. @throws {InputInvalidError} `INPUT_INVALID` */
export function readParameters({ body, method, query }: FastifyRequest): GraphqlParameters {
  return validate(parametersSchema, method === 'POST' ? body : fromAddress(query as Record<string, unknown>));
}

/** @throws {InputInvalidError} `INPUT_INVALID`, if a query is too long, before it is parsed. */
export function requireShortQuery(message: unknown): void {
  validate(parametersSchema.pick({ query: true }), message);
}

function fromAddress(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { extensions, variables } = parameters;
  return { ...parameters, extensions: parsed('extensions', extensions), variables: parsed('variables', variables) };
}

/** @throws {InputInvalidError} `INPUT_INVALID` */
function parsed(field: string, text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return text === '' ? undefined : text;
  try {
    return JSON.parse(text);
  } catch {
    throw new InputInvalidError([{ field, expected: 'expected an object as JSON', found: 'text that is not JSON' }]);
  }
}
