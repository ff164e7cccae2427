import { GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';

import { InputInvalidError } from '../api.errors.js';

export interface QueryLimits {
  /** Fields that a request may ask for under another name: each is as much work as the field. */
  readonly maxAliases: number;
  /** Fields at the root: each is an operation. */
  readonly maxRootFields: number;
  /** Directives, which cost time to check and do nothing here. */
  readonly maxDirectives: number;
  readonly hasIntrospection: boolean;
}

/** Longest text of a query; questions come as variables. It bounds the tokens before anything is parsed. */
const LONGEST_QUERY = 10_000;

/** GraphQL answers 200 to everything that does not say otherwise. */
class QueryTooLongError extends InputInvalidError {
  readonly statusCode = 400;
}

/** @throws {InputInvalidError} `INPUT_INVALID`, if the text of a query is too long, before it is parsed. */
export function requireShortQuery(body: unknown): void {
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
  if (typeof query !== 'string' || query.length <= LONGEST_QUERY) return;
  const found = `${query.length} characters`;
  throw new QueryTooLongError([{ field: 'query', expected: `expected at most ${LONGEST_QUERY} characters`, found }]);
}

/** Rules a query has to keep before anything of it is executed, whatever it came over. */
export function queryRules({
  maxAliases,
  maxRootFields,
  maxDirectives,
  hasIntrospection,
}: QueryLimits): ValidationRule[] {
  const counted: ValidationRule = (context) => {
    const counts = { aliases: 0, roots: 0, directives: 0 };
    // One error is enough to refuse a query, and all that the reply may hold to be a 400.
    let isRefused = false;
    const check = (count: number, most: number, what: string) => {
      if (count <= most || isRefused) return;
      isRefused = true;
      context.reportError(new GraphQLError(`at most ${most} ${what} are allowed`));
    };
    return {
      Field: ({ alias }) => {
        if (alias !== undefined) check(++counts.aliases, maxAliases, 'aliases');
      },
      Directive: () => check(++counts.directives, maxDirectives, 'directives'),
      OperationDefinition: ({ selectionSet }) => {
        counts.roots += selectionSet.selections.length;
        check(counts.roots, maxRootFields, 'fields at the root');
      },
    };
  };
  return hasIntrospection ? [counted] : [counted, NoSchemaIntrospectionCustomRule];
}
