import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  type ASTVisitor,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

import { InputInvalidError } from '../protocol/api.errors.js';

export interface QueryLimits {
  /** How deep fields may lie within each other. */
  readonly maxDepth: number;
  /** Fields that a request may ask for under another name: each is as much work as the field. */
  readonly maxAliases: number;
  /** Fields at the root: each is an operation. */
  readonly maxRootFields: number;
  /** Directives, which cost time to check and do nothing here. */
  readonly maxDirectives: number;
  readonly hasIntrospection: boolean;
}

/** What tells the schema. Tools ask thirteen levels of it; how it may nest is a rule of GraphQL itself. */
const INTROSPECTION = new Set(['__schema', '__type']);

/** Longest text of a query; questions come as variables. It bounds the tokens before anything is parsed. */
const MAX_QUERY_LENGTH = 10_000;

/** GraphQL answers 200 to everything that does not say otherwise. */
class QueryTooLongError extends InputInvalidError {
  readonly statusCode = 400;
}

/** @throws {InputInvalidError} `INPUT_INVALID`, if the text of a query is too long, before it is parsed. */
export function requireShortQuery(body: unknown): void {
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined;
  if (typeof query !== 'string' || query.length <= MAX_QUERY_LENGTH) return;
  const found = `${query.length} characters`;
  throw new QueryTooLongError([{ field: 'query', expected: `expected at most ${MAX_QUERY_LENGTH} characters`, found }]);
}

/** Rules a query has to keep before anything of it is executed, whatever it came over. */
export function queryRules({ maxDepth, hasIntrospection, ...most }: QueryLimits): ValidationRule[] {
  const rules = [boundedCounts(most), boundedDepth(maxDepth)];
  return hasIntrospection ? rules : [...rules, NoSchemaIntrospectionCustomRule];
}

/** Keeps each kind of operation to where it is served: subscriptions to WebSocket, the others to HTTP. */
export function servedOver(transport: 'http' | 'webSocket'): ValidationRule {
  return (context) => ({
    OperationDefinition: ({ operation }) => {
      const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
      if (isSubscription === (transport === 'webSocket')) return;
      const where = isSubscription
        ? 'subscriptions are served over WebSocket'
        : 'a WebSocket serves only subscriptions';
      context.reportError(new GraphQLError(where));
    },
  });
}

/** One error is enough to refuse a query. */
function onceOver(context: ValidationContext): (count: number, most: number, what: string) => void {
  let isRefused = false;
  return (count, most, what) => {
    if (count <= most || isRefused) return;
    isRefused = true;
    context.reportError(new GraphQLError(`at most ${most} ${what} are allowed`));
  };
}

function boundedCounts(most: Omit<QueryLimits, 'maxDepth' | 'hasIntrospection'>): ValidationRule {
  return (context) => {
    const counts = { aliases: 0, roots: 0, directives: 0 };
    const check = onceOver(context);
    return {
      Field: ({ alias }) => {
        if (alias !== undefined) check(++counts.aliases, most.maxAliases, 'aliases');
      },
      Directive: () => check(++counts.directives, most.maxDirectives, 'directives'),
      OperationDefinition: ({ selectionSet }) => {
        counts.roots += selectionSet.selections.length;
        check(counts.roots, most.maxRootFields, 'fields at the root');
      },
    };
  };
}

/** An operation or a fragment: how deep its own fields lie, and where it spreads which fragments. */
interface Definition {
  readonly spreads: { readonly name: string; readonly at: number }[];
  own: number;
  whole?: number;
}

function boundedDepth(maxDepth: number): ValidationRule {
  return (context): ASTVisitor => {
    const check = onceOver(context);
    const fragments = new Map<string, Definition>();
    const operations: Definition[] = [];
    let current: Definition = { spreads: [], own: 0 };
    let depth = 0;
    const begin = () => (current = { spreads: [], own: 0 });
    return {
      OperationDefinition: () => void operations.push(begin()),
      FragmentDefinition: ({ name }) => void fragments.set(name.value, begin()),
      FragmentSpread: ({ name }) => void current.spreads.push({ name: name.value, at: depth }),
      Field: {
        enter: ({ name }) => {
          if (INTROSPECTION.has(name.value)) return false;
          current.own = Math.max(current.own, ++depth);
          return undefined;
        },
        leave: () => {
          depth--;
        },
      },
      Document: {
        leave: () => {
          for (const operation of operations) check(wholeDepth(operation, fragments), maxDepth, 'levels of fields');
        },
      },
    };
  };
}

/** The depth with the fragments in place of their spreads. */
function wholeDepth(definition: Definition, fragments: ReadonlyMap<string, Definition>): number {
  if (definition.whole !== undefined) return definition.whole;
  // A fragment that spreads itself finds this; that it does is for another rule to refuse.
  definition.whole = definition.own;
  for (const { name, at } of definition.spreads) {
    const fragment = fragments.get(name);
    if (fragment === undefined) continue;
    definition.whole = Math.max(definition.whole, at + wholeDepth(fragment, fragments));
  }
  return definition.whole;
}
